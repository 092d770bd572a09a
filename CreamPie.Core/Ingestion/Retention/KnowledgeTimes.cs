using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion.Retention;

/// <summary>
/// The documents that tell since when a number is known. A restatement after a dividend or split gives a bar to a later document and
/// keeps its time: rebuilt without the earlier one, the bar would be known later than it was, and its earlier adjusted close never.
/// </summary>
internal static class KnowledgeTimes
{
    private static readonly TimeSpan Bump = TimeSpan.FromMilliseconds(1);

    /// <param name="db">A database.</param>
    /// <param name="stockIds">All listings under one ticker.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IEnumerable<int>> DocumentsAsync(
        CreamPieDbContext db, IReadOnlyCollection<int> stockIds, CancellationToken cancellationToken)
    {
        var documents = await db.LoadLedger.Where(e => stockIds.Contains(e.StockId))
            .Join(
                db.Documents.Where(d => d.KnownAt != null), e => e.DocumentId, d => d.Id,
                (e, d) => new { d.Id, e.Source, KnownAt = d.KnownAt!.Value })
            .Distinct()
            .ToListAsync(cancellationToken);
        var bars = await db.DailyBars.Where(b => stockIds.Contains(b.StockId))
            .Select(b => new { b.Source, At = b.KnownSince })
            .Union(db.BarRevisions.Where(r => stockIds.Contains(r.StockId)).Select(r => new { r.Source, At = r.KnownFrom }))
            .ToListAsync(cancellationToken);
        var others = await db.AdjustmentRevisions.Where(r => stockIds.Contains(r.StockId)).Select(r => r.KnownFrom)
            .Union(db.CorporateActions.Where(a => stockIds.Contains(a.StockId)).Select(a => a.KnownFrom))
            .Union(db.CorporateActions.Where(a => stockIds.Contains(a.StockId) && a.KnownTo != null).Select(a => a.KnownTo!.Value))
            .ToListAsync(cancellationToken);

        var times = bars.Select(b => b.At).Concat(others).ToHashSet();
        var own = documents.Select(d => d.KnownAt).ToHashSet();
        // The time of a bar that is no document's own: after a revision, or a replay's. Any document archived before may have brought it.
        var unexplained = bars.Where(b => !own.Contains(b.At)).GroupBy(b => b.Source).ToDictionary(s => s.Key, s => s.Max(b => b.At));
        return documents
            .Where(d => times.Contains(d.KnownAt) || times.Contains(d.KnownAt + Bump) || times.Contains(d.KnownAt - Bump)
                || (unexplained.TryGetValue(d.Source, out var until) && d.KnownAt <= until))
            .Select(d => d.Id);
    }
}
