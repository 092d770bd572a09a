using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>
/// Whether it means something that a document does not list an action of its days. An answer in a hurry lists nothing at all and
/// adjusts for nothing; one that forgot a payment still shows it in its adjusted closes.
/// </summary>
internal static class Silence
{
    /// <summary>Of the step that a payment makes in adjusted closes: half of it shows that they contain it.</summary>
    private const double Shown = 0.5;

    /// <param name="witness">Can deny it, and does not list it.</param>
    /// <param name="cluster">Cash; its documents say how much was paid.</param>
    /// <param name="pending">The combined ratio of the splits that are not in the prices of the witness.</param>
    public static bool DeniesCash(ActionWitness witness, ActionCluster cluster, double pending)
    {
        if (ListsNoCash(witness) && witness.Prices!.AdjustsForCash != true)
            return false;
        return !ShowsPayment(witness, cluster.Listings[^1], pending);
    }

    /// <param name="witness">Can deny it, and does not list it.</param>
    /// <param name="others">All that other documents list, of any kind; the split among them.</param>
    public static bool DeniesSplit(ActionWitness witness, IEnumerable<ActionCluster> others) =>
        witness.Listed.Count > 0
        || !others.Where(c => c.CanBeDeniedBy(witness) && c.Listings.Any(l => l.Witness.Source == witness.Source)).Skip(1).Any();

    /// <summary>True if it has days on both sides of a payment, lists no cash and adjusts for none.</summary>
    public static bool Forgets(ActionWitness witness, ActionCluster cluster) =>
        witness.Prices?.AdjustsForCash == false && ListsNoCash(witness)
        && witness.FirstDay < cluster.First && cluster.Last <= witness.LastDay;

    private static bool ListsNoCash(ActionWitness witness) => witness.Listed.All(a => a.Kind == ActionKind.Split);

    private static bool ShowsPayment(ActionWitness witness, Listing payment, double pending)
    {
        var day = payment.Action.ExDate;
        if (witness.Prices!.Before(day) is not { } before || witness.Prices.From(day) is not { } after
            || float.IsNaN(before.Factor) || float.IsNaN(after.Factor))
            return false;
        var listed = witness.Listed
            .Where(a => a.Amount is not null && a.ExDate > before.Day && a.ExDate <= after.Day)
            .Sum(a => a.Amount!.Value);
        var step = 1 - before.Factor / after.Factor - listed / before.Close;
        return step >= Shown * payment.Action.Amount!.Value / payment.Pending * pending / before.Close;
    }
}
