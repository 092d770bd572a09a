using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>Compares kept summaries with the ledgers that they are of, which no read does.</summary>
internal static class SummaryCheck
{
    /// <summary>Checks the summaries of stocks in the order of their ids, and removes what is wrong: reads take the ledger then.</summary>
    /// <param name="db">Without a transaction.</param>
    /// <param name="after">Id that the first of them follows.</param>
    /// <param name="most">Stocks, at least 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A sentence for each wrong one, and the last id; 0 if there are no further ones.</returns>
    public static async Task<(List<string> Faults, int Last)> RunAsync(
        CreamPieDbContext db, int after, int most, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var ids = await db.LedgerSummaries
            .Where(s => s.StockId > after).Select(s => s.StockId).Order().Take(most).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            if (await FaultAsync(db, id, cancellationToken) is not var (symbol, version))
                continue;
            await db.LedgerSummaries.Where(s => s.StockId == id && s.Version == version).ExecuteDeleteAsync(cancellationToken);
            faults.Add($"The kept summary of {symbol}'s ledger (stock {id}) was not what the ledger says. It was removed.");
        }
        return (faults, ids.Count == most ? ids[^1] : 0);
    }

    /// <summary>A summary of another version or format is not read by anybody.</summary>
    private static async Task<(string Symbol, long Version)?> FaultAsync(
        CreamPieDbContext db, int stockId, CancellationToken cancellationToken)
    {
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var kept = await db.LedgerSummaries
            .Where(s => s.StockId == stockId)
            .Join(
                db.Stocks, s => s.StockId, stock => stock.Id,
                (s, stock) => new { s.Version, s.Content, stock.Symbol, Current = stock.Version })
            .SingleOrDefaultAsync(cancellationToken);
        if (kept is null || kept.Version != kept.Current || SummaryBytes.Read(kept.Content) is null)
            return null;
        var right = SummaryBytes.Write(await SummaryWriter.WholeAsync(db, stockId, cancellationToken));
        return kept.Content.AsSpan().SequenceEqual(right) ? null : (kept.Symbol, kept.Version);
    }
}
