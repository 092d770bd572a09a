using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Actions;

/// <summary>Reads what all documents of a stock say and show of its actions.</summary>
internal static class Witnesses
{
    /// <param name="db">In the load's transaction; the entries are tracked.</param>
    /// <param name="stockId">The stock.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <param name="without">A document that is left out; null for none.</param>
    /// <returns>One of each document, and its ledger entry of the newest parser version.</returns>
    public static async Task<(List<ActionWitness> Witnesses, List<LoadLedgerEntry> Entries)> ReadAsync(
        CreamPieDbContext db, int stockId, CancellationToken cancellationToken, int? without = null)
    {
        var ledger = await db.LoadLedger
            .Where(e => e.StockId == stockId && e.DocumentId != without)
            .ToListAsync(cancellationToken);
        var actions = (await db.ListedActions.AsNoTracking()
                .Where(a => a.StockId == stockId)
                .ToListAsync(cancellationToken))
            .ToLookup(a => a.DocumentId, a => a.ToAction());
        var evidence = await db.LoadEvidence.AsNoTracking()
            .Where(e => e.StockId == stockId)
            .ToDictionaryAsync(e => e.DocumentId, cancellationToken);
        List<LoadLedgerEntry> entries = [.. ledger.Newest()];
        return (entries.ConvertAll(e => evidence.TryGetValue(e.DocumentId, out var known)
            ? Of(e, known.StatedBasis, known.TellsCash, [.. actions[e.DocumentId]], PriceSamples.Decode(known.Samples))
            : Of(e, e.BasisDate, tellsCash: true, [.. actions[e.DocumentId]], samples: null)), entries);
    }

    /// <summary>Of one document.</summary>
    public static ActionWitness Of(
        LoadLedgerEntry entry, DateOnly stated, bool tellsCash, IReadOnlyList<CorporateAction> listed, PriceSamples? samples)
    {
        var witness = new ActionWitness(
            entry.DocumentId, entry.Source, entry.FirstDay, entry.LastDay, stated, entry.BasisGuessed, entry.CapturedAt, entry.Sha256,
            entry.ListsActions, tellsCash, listed, samples);
        return witness with { Currency = entry.Currency };
    }
}
