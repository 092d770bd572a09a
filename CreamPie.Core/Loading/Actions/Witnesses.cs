using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Actions;

/// <summary>Reads what all documents of a stock say and show of its actions.</summary>
internal static class Witnesses
{
    /// <param name="db">In the load's transaction; the entries are tracked.</param>
    /// <param name="entry">Of the document that is loaded; not yet in the ledger.</param>
    /// <param name="listed">What it lists.</param>
    /// <param name="samples">What it shows.</param>
    /// <param name="tellsCash">Whether all of its payments were understood.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>One of each document, and its ledger entry of the newest parser version.</returns>
    public static async Task<(List<ActionWitness> Witnesses, List<LoadLedgerEntry> Entries)> ReadAsync(
        CreamPieDbContext db, LoadLedgerEntry entry, IReadOnlyList<CorporateAction> listed, PriceSamples samples, bool tellsCash,
        CancellationToken cancellationToken)
    {
        var ledger = await db.LoadLedger
            .Where(e => e.StockId == entry.StockId && e.DocumentId != entry.DocumentId)
            .ToListAsync(cancellationToken);
        var actions = (await db.ListedActions.AsNoTracking()
                .Where(a => a.StockId == entry.StockId)
                .ToListAsync(cancellationToken))
            .ToLookup(a => a.DocumentId, a => a.ToAction());
        var evidence = await db.LoadEvidence.AsNoTracking()
            .Where(e => e.StockId == entry.StockId)
            .ToDictionaryAsync(e => e.DocumentId, cancellationToken);
        List<LoadLedgerEntry> entries = [.. ledger.Newest(), entry];
        return (entries.ConvertAll(e => e == entry
            ? Of(entry, entry.BasisDate, tellsCash, listed, samples)
            : evidence.TryGetValue(e.DocumentId, out var known)
                ? Of(e, known.StatedBasis, known.TellsCash, [.. actions[e.DocumentId]], PriceSamples.Decode(known.Samples))
                : Of(e, e.BasisDate, tellsCash: true, [.. actions[e.DocumentId]], samples: null)), entries);
    }

    private static ActionWitness Of(
        LoadLedgerEntry entry, DateOnly stated, bool tellsCash, IReadOnlyList<CorporateAction> listed, PriceSamples? samples) => new(
        entry.DocumentId, entry.Source, entry.FirstDay, entry.LastDay, stated, entry.BasisGuessed, entry.CapturedAt, entry.Sha256,
        entry.ListsActions, tellsCash, listed, samples);
}
