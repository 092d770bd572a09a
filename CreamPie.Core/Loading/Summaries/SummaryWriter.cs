using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>
/// Keeps the summary of a stock's ledger for the version that a load gives it. Runs after all that a load writes of ledger and actions,
/// and after it raised the version.
/// </summary>
internal static class SummaryWriter
{
    /// <summary>From the whole ledger.</summary>
    public static async Task WriteAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken) =>
        await StoreAsync(db, stock, await WholeAsync(db, stock.Id, cancellationToken), cancellationToken);

    /// <summary>What it must be: of the whole ledger as it is now.</summary>
    public static async Task<LedgerSummary> WholeAsync(CreamPieDbContext db, int stockId, CancellationToken cancellationToken)
    {
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stockId).ToListAsync(cancellationToken);
        return LedgerSummary.Of(ledger, await TellersAsync(db, stockId, cancellationToken));
    }

    /// <summary>
    /// From the summary before the load, for a load that added one document to the ledger and changed no other but by days that it lacks
    /// and the new one has. So a daily pull costs the same however many came before it.
    /// </summary>
    /// <param name="db">In the load's transaction, which has the entry.</param>
    /// <param name="stock">Locked, with its new version.</param>
    /// <param name="before">Its version before the load: a summary of another one is of another ledger.</param>
    /// <param name="added">Of a document that was not in the ledger.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public static async Task AddAsync(
        CreamPieDbContext db, Stock stock, long before, LoadLedgerEntry added, CancellationToken cancellationToken)
    {
        var kept = await db.LedgerSummaries.AsNoTracking()
            .Where(s => s.StockId == stock.Id && s.Version == before)
            .Select(s => s.Content)
            .SingleOrDefaultAsync(cancellationToken);
        if (kept is null || SummaryBytes.Read(kept) is not { } summary)
        {
            await WriteAsync(db, stock, cancellationToken);
            return;
        }
        var ledger = db.LoadLedger.AsNoTracking().Where(e => e.StockId == stock.Id);
        // An older version may have had days that the newest one has not.
        var overlapping = await ledger
            .Where(e => e.Source == added.Source && e.FirstDay <= added.LastDay && e.LastDay >= added.FirstDay
                && !ledger.Any(newer => newer.DocumentId == e.DocumentId && newer.ParserVersion > e.ParserVersion))
            .ToListAsync(cancellationToken);
        var tellers = await TellersAsync(db, stock.Id, cancellationToken);
        var told = await ledger.Where(e => tellers.Contains(e.DocumentId)).ToListAsync(cancellationToken);
        await StoreAsync(db, stock, summary.With(added, overlapping, told), cancellationToken);
    }

    /// <summary>Documents of the current splits and dividends.</summary>
    private static Task<List<int>> TellersAsync(CreamPieDbContext db, int stockId, CancellationToken cancellationToken) =>
        db.CorporateActions
            .Where(a => a.StockId == stockId && a.KnownTo == null)
            .Select(a => a.DocumentId)
            .Distinct()
            .ToListAsync(cancellationToken);

    private static Task StoreAsync(CreamPieDbContext db, Stock stock, LedgerSummary summary, CancellationToken cancellationToken)
    {
        var content = SummaryBytes.Write(summary);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ledger_summary (stock_id, version, content) VALUES ({stock.Id}, {stock.Version}, {content})
            ON CONFLICT (stock_id) DO UPDATE SET version = excluded.version, content = excluded.content
            """,
            cancellationToken);
    }
}
