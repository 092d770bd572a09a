using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Actions;

/// <summary>When two texts tell the same ratio or the same amount, each as its source rounds it.</summary>
internal static class SameAction
{
    /// <summary>Some sources write a ratio as one number of six decimals: 0.066667 is 1:15.</summary>
    public static bool Ratio(double own, double known) =>
        Price.Same(own, known) || Math.Abs(own - known) <= Math.Max(Price.Rounding(own), Price.Rounding(known));

    /// <summary>Two amounts, each with the splits after its basis, as one ratio.</summary>
    public static bool Cash(CorporateAction own, double ownPending, CorporateAction known, double knownPending)
    {
        if (own.Currency is not null && known.Currency is not null && own.Currency != known.Currency)
            return false;
        var (ours, theirs) = (own.Amount!.Value / ownPending, known.Amount!.Value / knownPending);
        var ownLost = Rounding(own.Amount.Value, own.Exact) / ownPending;
        var knownLost = Rounding(known.Amount.Value, known.Exact) / knownPending;
        // On one basis both were rounded from one amount, so only the coarser rounding counts.
        var tolerance = ownPending == knownPending ? Math.Max(ownLost, knownLost) : ownLost + knownLost;
        return Price.Same(ours, theirs) || Math.Abs(ours - theirs) <= tolerance;
    }

    /// <summary>Sources round amounts to six decimals, each on its own basis: 0.108929 in one is 0.108928571 in another.</summary>
    private static double Rounding(double amount, bool exact) => exact ? Price.Rounding(amount) : Price.DisplayRounding(amount);
}
