using CreamPie.Core.Market;

namespace CreamPie.Core.Processing.Splits;

/// <summary>
/// Prices that step by a split on its day do not contain it. A source that lists a split of the last days and has not yet divided the
/// prices before it gives them as of the day before.
/// </summary>
internal static class SplitStep
{
    /// <summary>A step of a smaller ratio (6:5) is what a day's trading can do.</summary>
    private const double Smallest = 1.2;

    /// <summary>How far a step may be from the ratio: a day's trading, and a small part of the ratio.</summary>
    private const double MostTrading = 1.2, PartOfRatio = 0.15;

    /// <summary>Further apart, much may have happened between the two bars.</summary>
    private const int NearDays = 7;

    private const int LastDays = 14;

    /// <returns>The day up to which splits are in the prices.</returns>
    /// <param name="basis">As the capture says.</param>
    /// <param name="bars">On that basis, oldest first.</param>
    /// <param name="actions">Of the document.</param>
    public static DateOnly BasisOf(DateOnly basis, IReadOnlyList<DailyBar> bars, IEnumerable<CorporateAction> actions)
    {
        var last = actions.Where(a => a.Kind == ActionKind.Split && a.ExDate <= basis).MaxBy(a => a.ExDate);
        return last is not null && basis.DayNumber - last.ExDate.DayNumber <= LastDays && IsAt(bars, last)
            ? last.ExDate.AddDays(-1)
            : basis;
    }

    /// <summary>True if the closes around the day of a split step by its ratio.</summary>
    public static bool IsAt(IReadOnlyList<DailyBar> bars, CorporateAction split)
    {
        if (Around(bars, split) is not var (before, after))
            return false;
        var size = Math.Log(split.Ratio);
        var step = Math.Log(before.Close / after.Close);
        return Math.Abs(step - size) <= Math.Min(Math.Log(MostTrading), PartOfRatio * Math.Abs(size));
    }

    /// <summary>The bars before and from a split's day on; null if their closes cannot tell it from a day's trading.</summary>
    public static (DailyBar Before, DailyBar After)? Around(IReadOnlyList<DailyBar> bars, CorporateAction split)
    {
        if (Math.Abs(Math.Log(split.Ratio)) < Math.Log(Smallest))
            return null;
        var at = BarSearch.IndexOfFirstFrom(bars, split.ExDate);
        return at > 0 && at < bars.Count && bars[at - 1].Close > 0 && bars[at].Close > 0
            && bars[at].Date.DayNumber - bars[at - 1].Date.DayNumber <= NearDays
            ? (bars[at - 1], bars[at])
            : null;
    }
}
