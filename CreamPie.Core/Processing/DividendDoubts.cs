using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Processing;

/// <summary>
/// Adjusted closes must fall by 1 - D / close of the last bar before each ex-date (data: Yahoo's own arithmetic). Pages of
/// 2017 list dividends that their adjusted closes do not show.
/// </summary>
internal static class DividendDoubts
{
    /// <summary>The part of a dividend that must show for it to count as shown.</summary>
    private const double Shown = 0.5;

    /// <summary>Below this many times the rounding, nothing can be said.</summary>
    private const double Clear = 4;

    public static void Report(IReadOnlyList<DailyBar> bars, ParsedDocument document, FindingList findings)
    {
        var missing = new List<DateOnly>();
        var cash = document.Actions.Where(a => a is { Kind: not ActionKind.Split, Amount: > 0 }).OrderBy(a => a.ExDate).ToArray();
        foreach (var day in cash.GroupBy(a => a.ExDate))
        {
            var at = IndexOfFirstFrom(bars, day.Key);
            if (at > 0 && at < bars.Count && !Shows(bars[at - 1], bars[at], day.Sum(a => a.Amount!.Value), document.Precise))
                missing.Add(day.Key);
        }
        if (missing.Count > 0)
        {
            findings.Add(
                FindingKind.DividendNotInAdjClose,
                missing.Count == 1 ? missing[0] : null,
                $"{missing.Count} of {cash.Length} dividends are not in the adjusted closes: {string.Join(", ", missing.Take(10).Select(FindingList.Day))}.",
                "Loaded as the source gave them.");
        }
    }

    private static bool Shows(DailyBar before, DailyBar exDay, double amount, bool precise)
    {
        if (before.AdjClose is not { } adjBefore || exDay.AdjClose is not { } adjExDay || before.Close <= 0 || exDay.Close <= 0 || adjExDay <= 0)
            return true;
        var expected = amount / before.Close;
        var rounding = (precise ? 5e-6 : 0.01) / Math.Min(adjBefore, adjExDay);
        if (adjBefore <= 0 || expected < Clear * rounding)
            return true;
        var seen = 1 - adjBefore / before.Close / (adjExDay / exDay.Close);
        return seen > Shown * expected;
    }

    private static int IndexOfFirstFrom(IReadOnlyList<DailyBar> bars, DateOnly day)
    {
        int low = 0, high = bars.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bars[middle].Date < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
