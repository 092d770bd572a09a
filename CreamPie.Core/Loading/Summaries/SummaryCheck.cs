using System.Data.Common;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Summaries;

/// <summary>Compares stored summaries with the ledgers that they are of, which no read does.</summary>
internal static class SummaryCheck
{
    /// <summary>Checks the summaries of stocks in the order of their ids, and removes the wrong ones: reads take the ledger then.</summary>
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
            if (await FaultAsync(db, id, cancellationToken) is { } fault)
                faults.Add($"{fault} {await RemoveAsync(db, id, cancellationToken)}");
        }
        return (faults, ids.Count == most ? ids[^1] : 0);
    }

    private static async Task<string?> FaultAsync(CreamPieDbContext db, int stockId, CancellationToken cancellationToken)
    {
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        return await CompareAsync(db, stockId, cancellationToken);
    }

    /// <summary>Again with the stock locked, as a load has it, or one that has read the wrong summary would write another.</summary>
    private static async Task<string> RemoveAsync(CreamPieDbContext db, int stockId, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await StockLock.LockAsync(db, stockId, cancellationToken);
            if (await CompareAsync(db, stockId, cancellationToken) is null)
                return "Meanwhile a load has written another one.";
            await db.LedgerSummaries.Where(s => s.StockId == stockId).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return "It was removed: reads take the ledger.";
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException { InnerException: DbException })
        {
            return $"It could not be removed: {fault.GetBaseException().Message}";
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>A summary of another version or format is not read by anybody.</summary>
    private static async Task<string?> CompareAsync(CreamPieDbContext db, int stockId, CancellationToken cancellationToken)
    {
        var stored = await db.LedgerSummaries
            .Where(s => s.StockId == stockId)
            .Join(
                db.Stocks, s => s.StockId, stock => stock.Id,
                (s, stock) => new { s.Version, s.Content, stock.Symbol, Current = stock.Version })
            .SingleOrDefaultAsync(cancellationToken);
        if (stored is null || stored.Version != stored.Current || !SummaryBytes.IsOurs(stored.Content))
            return null;
        var right = SummaryBytes.Write(await SummaryWriter.WholeAsync(db, stockId, cancellationToken));
        return stored.Content.AsSpan().SequenceEqual(right)
            ? null
            : $"The stored ledger summary of {stored.Symbol} (stock {stockId}, version {stored.Version}) does not match its ledger: "
                + $"{stored.Content.Length} bytes instead of {right.Length}, the first difference at "
                + $"{stored.Content.AsSpan().CommonPrefixLength(right)}.";
    }
}
