using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Series;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// Whether a document says of actions only what is known, or what no document contests: then nothing of the others need be read.
/// Errs on the side of a contest, which gives the same result at a higher price.
/// </summary>
/// <param name="entry">The document's.</param>
/// <param name="others">Of the other documents of its series with days in its range.</param>
/// <param name="listed">What it lists.</param>
/// <param name="adjustsForCash">Whether its adjusted closes contain any.</param>
/// <param name="rows">All actions of the stock, standing or ended.</param>
/// <param name="standing">Compares values.</param>
internal sealed class Agreement(
    LoadLedgerEntry entry, IReadOnlyList<LoadLedgerEntry> others, IReadOnlyList<CorporateAction> listed, bool? adjustsForCash,
    IReadOnlyList<CorporateActionRow> rows, ActionRows standing)
{
    /// <summary>Prices of so many days around a split are evidence on it.</summary>
    private const int AroundSplit = 14;

    public bool IsWhole => !rows.Any(MayShow) && listed.All(IsUncontested) && !rows.Any(IsDenied);

    private bool MayShow(CorporateActionRow row) =>
        row.Kind == ActionKind.Split && entry.FirstDay < row.ExDate.AddDays(AroundSplit);

    private bool IsUncontested(CorporateAction action)
    {
        // A document that lists nothing may still adjust for no dividend.
        var covering = others.Where(o => (o.ListsActions || action.Kind != ActionKind.Split)
            && o.FirstDay < action.ExDate && action.ExDate <= o.LastDay).ToList();
        if (covering.Exists(o => o.CapturedAt >= entry.CapturedAt))
            return false;
        return standing.IsKnown(action, entry.DocumentId)
            || (action.Kind != ActionKind.Split && covering.Count == 0 && !rows.Any(r => ActionCluster.AreNear(r.ToAction(), action)));
    }

    private bool IsDenied(CorporateActionRow row)
    {
        // Adjusted closes show whether a payment is in them, also one after the last row.
        var mayLack = row.Kind != ActionKind.Split && adjustsForCash is not null;
        var last = mayLack && entry.CashBasisDate > entry.LastDay ? entry.CashBasisDate : entry.LastDay;
        return row.KnownTo is null && (entry.ListsActions || mayLack) && entry.FirstDay < row.ExDate && row.ExDate <= last
            && !standing.IsListed(row, listed, entry.DocumentId);
    }
}
