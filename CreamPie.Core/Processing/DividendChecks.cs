using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// Finds implausible dividends: the price did not fall by a large one, or the same one occurs twice.
/// Adjusted closes must fall by 1 - D / close of the last bar before each ex-date (data: Yahoo's own arithmetic). Pages of
/// 2017 list dividends that their adjusted closes do not show.
/// </summary>
internal static class DividendChecks
{
    private const string Done = "Loaded as the source gave them.";

    /// <summary>The fraction of a dividend that the adjusted closes must show.</summary>
    private const double Shown = 0.5;

    /// <summary>Dividends below this multiple of the rounding cannot be checked.</summary>
    private const double Clear = 4;

    /// <summary>As a fraction of the price: the least that a day's noise does not hide (ADIG.L paid 0.38 of 0.83, and fell).</summary>
    private const double Large = 0.1;

    /// <summary>The fraction of a large dividend by which the price must fall, whatever else the day brings.</summary>
    private const double Fallen = 0.25;

    private const int NearDays = 7;
    private const double NearAmount = 0.25;

    public static void Report(IReadOnlyList<DailyBar> bars, ParsedDocument document, FindingList findings)
    {
        var dividends = document.Actions.Where(a => a is { Kind: ActionKind.Dividend, Amount: > 0 }).OrderBy(a => a.ExDate).ToArray();
        for (var i = 0; i < dividends.Length; i++)
        {
            Unnoticed(bars, dividends[i], findings);
            if (i > 0)
                Twice(dividends[i - 1], dividends[i], findings);
        }
        NotAdjusted(bars, document, findings);
    }

    private static void Unnoticed(IReadOnlyList<DailyBar> bars, CorporateAction dividend, FindingList findings)
    {
        var at = IndexOfFirstFrom(bars, dividend.ExDate);
        if (at == 0 || at == bars.Count || bars[at - 1].Close <= 0 || bars[at].Date.DayNumber - bars[at - 1].Date.DayNumber > NearDays)
            return;
        var (before, after) = (bars[at - 1].Close, bars[at].Close);
        var part = dividend.Amount!.Value / before;
        if (part <= Large || 1 - after / before >= Fallen * part)
            return;
        findings.Add(
            FindingKind.DividendImplausible, dividend.ExDate,
            $"A dividend of {FindingList.Number(dividend.Amount.Value)} for a share of {FindingList.Number(before)}, "
            + $"and the close of its ex-date is {FindingList.Number(after)}: its unit or date may be wrong.",
            Done);
    }

    private static void Twice(CorporateAction first, CorporateAction second, FindingList findings)
    {
        if (second.ExDate.DayNumber - first.ExDate.DayNumber > NearDays
            || Math.Abs(second.Amount!.Value / first.Amount!.Value - 1) > NearAmount)
            return;
        findings.Add(
            FindingKind.DividendImplausible, second.ExDate,
            $"A dividend of {FindingList.Number(second.Amount.Value)} only days after one of {FindingList.Number(first.Amount.Value)} "
            + $"on {FindingList.Day(first.ExDate)}: it may be listed twice.",
            Done);
    }

    private static void NotAdjusted(IReadOnlyList<DailyBar> bars, ParsedDocument document, FindingList findings)
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
                $"{missing.Count} of {cash.Length} dividends are not in the adjusted closes: "
                + $"{string.Join(", ", missing.Take(10).Select(FindingList.Day))}.",
                Done);
        }
    }

    private static bool Shows(DailyBar before, DailyBar exDay, double amount, bool precise)
    {
        if (before.AdjClose is not { } adjBefore || exDay.AdjClose is not { } adjExDay
            || before.Close <= 0 || exDay.Close <= 0 || adjExDay <= 0)
            return true;
        var expected = amount / before.Close;
        var rounding = (precise ? 5e-6 : 2 * Price.HalfCent) / Math.Min(adjBefore, adjExDay);
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
