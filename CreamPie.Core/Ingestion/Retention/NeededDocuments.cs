using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Retention;

/// <summary>
/// The documents that a number refers to which is served, or can be: bars and what they were before, splits and dividends, restatements,
/// findings, the document that stands behind a day (<see cref="DayWinners"/>) or says what the listing is, and those that tell since when
/// a number is known (<see cref="KnowledgeTimes"/>).
/// </summary>
internal static class NeededDocuments
{
    /// <param name="db">A database.</param>
    /// <param name="stockIds">All listings under one ticker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<HashSet<int>> OfAsync(
        CreamPieDbContext db, IReadOnlyCollection<int> stockIds, CancellationToken cancellationToken)
    {
        HashSet<int> needed = [.. await KnowledgeTimes.DocumentsAsync(db, stockIds, cancellationToken)];
        foreach (var id in stockIds)
        {
            IQueryable<int>[] references =
            [
                db.DailyBars.Where(b => b.StockId == id).Select(b => b.DocumentId),
                db.BarRevisions.Where(r => r.StockId == id).Select(r => r.DocumentId),
                db.CorporateActions.Where(a => a.StockId == id).Select(a => a.DocumentId),
                db.CorporateActions.Where(a => a.StockId == id && a.EndedByDocumentId != null).Select(a => a.EndedByDocumentId!.Value),
                db.ListedActions.Where(a => a.StockId == id).Select(a => a.DocumentId),
                db.AdjustmentRevisions.Where(r => r.StockId == id).Select(r => r.DocumentId),
                db.Findings.Where(f => f.StockId == id).Select(f => f.DocumentId),
            ];
            foreach (var reference in references)
                needed.UnionWith(await reference.Distinct().ToListAsync(cancellationToken));
            var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == id).ToListAsync(cancellationToken);
            foreach (var series in ledger.GroupBy(e => e.Source))
                needed.UnionWith(new DayWinners(series).Ranges().Select(range => range.Winner.DocumentId));
            needed.UnionWith(Describing(ledger));
        }
        return needed;
    }

    /// <summary>The documents that say what the listing is: the latest that states each fact.</summary>
    private static IEnumerable<int> Describing(List<LoadLedgerEntry> ledger)
    {
        List<LoadLedgerEntry> latest = [.. ledger.LatestFirst()];
        Func<LoadLedgerEntry, bool>[] states =
        [
            _ => true, e => e.Name is not null, e => e.Exchange is not null, e => e.Currency is not null, e => e.TimeZone is not null,
            e => e.FirstTradeDate is not null,
        ];
        return states.Select(state => latest.Find(e => state(e))).OfType<LoadLedgerEntry>().Select(e => e.DocumentId);
    }
}
