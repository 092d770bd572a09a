using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>Keeps the summary of a stock's ledger for the version that a load gives it.</summary>
internal static class SummaryWriter
{
    /// <summary>Runs after all that a load writes of ledger and actions, and after it raised the version.</summary>
    public static async Task WriteAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken)
    {
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stock.Id).ToListAsync(cancellationToken);
        var tellers = await db.CorporateActions
            .Where(a => a.StockId == stock.Id && a.KnownTo == null)
            .Select(a => a.DocumentId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var content = SummaryBytes.Write(LedgerSummary.Of(ledger, tellers));
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ledger_summary (stock_id, version, content) VALUES ({stock.Id}, {stock.Version}, {content})
            ON CONFLICT (stock_id) DO UPDATE SET version = excluded.version, content = excluded.content
            """,
            cancellationToken);
    }
}
