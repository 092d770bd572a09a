using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>What the prices of a file do at splits: those as traded step by the ratio, adjusted ones do not.</summary>
internal static class SplitSteps
{
    private const double Smallest = 1.15;

    /// <summary>Relative: where the file rounds more than that, no ratio can be told from another.</summary>
    private const double MostRounding = 0.01;

    /// <summary>The close steps the other way, but for the market's own move.</summary>
    private const double MarketMove = 1.4;

    private const int NearDays = 10;

    /// <summary>Relative: a stock dividend of 50:49, and the noise of an adjusted close is below.</summary>
    private const double SmallestListed = 0.01;

    /// <summary>How far a step may be from a listed ratio, as a fraction of it, both as logarithms.</summary>
    private const double NearListed = 0.2;

    private static readonly (int New, int Old)[] Fractions = [(3, 2), (4, 3), (5, 4), (6, 5), (5, 2), (5, 3), (7, 2), (7, 5), (8, 5),
        (9, 2), (7, 3), (7, 4), (9, 4), (9, 5)];

    /// <summary>
    /// Days on which adjusted close / close steps by a split's ratio and the close by its inverse: the adjusted close has the
    /// split in it, the close has not. A dividend would lower the close, too, but never by exactly such a ratio.
    /// </summary>
    /// <param name="rows">In either direction.</param>
    /// <param name="actions">Those that the file lists: cash explains a step.</param>
    public static List<CorporateAction> InAdjustedCloses(IReadOnlyList<ParsedRow> rows, IReadOnlyList<CorporateAction> actions)
    {
        var steps = new List<CorporateAction>();
        if (rows.Count < 2)
            return steps;
        var oldestFirst = rows[0].Bar.Date <= rows[^1].Bar.Date;
        var byDay = new DayIndex<CorporateAction>(actions, a => a.ExDate);
        DailyBar? last = null;
        var lastRatio = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            var bar = rows[oldestFirst ? i : rows.Count - 1 - i].Bar;
            if (bar.AdjClose is not > 0 || !(bar.Close > 0))
                continue;
            var ratio = bar.AdjClose.Value / bar.Close;
            if (last is { } before && bar.Date > before.Date && Math.Abs(ratio / lastRatio - 1) > SmallestListed)
            {
                var between = byDay.Between(before.Date.AddDays(1), bar.Date);
                if (between is [{ Kind: ActionKind.Split } listed])
                {
                    if (IsBy(ratio / lastRatio, listed.Ratio))
                        steps.Add(listed);
                }
                else if (between.IsEmpty && ratio / lastRatio is >= Smallest or <= 1 / Smallest && Ratio(before, bar) is { } split)
                    steps.Add(CorporateAction.Split(bar.Date, split.New, split.Old));
            }
            (last, lastRatio) = (bar, ratio);
        }
        return steps;
    }

    private static bool IsBy(double step, double ratio) => Math.Abs(Math.Log(step / ratio)) < NearListed * Math.Abs(Math.Log(ratio));

    /// <summary>How many of the listed splits the closes step by, and at how many they stay.</summary>
    public static (int Stepping, int Flat) AtListed(IReadOnlyList<ParsedRow> rows, IEnumerable<CorporateAction> actions)
    {
        var (stepping, flat) = (0, 0);
        var splits = actions.Where(a => a.Kind == ActionKind.Split && Math.Max(a.Ratio, 1 / a.Ratio) >= Smallest).ToList();
        var byDay = new DayIndex<ParsedRow>(splits.Count == 0 ? [] : rows, r => r.Bar.Date);
        foreach (var split in splits)
        {
            if (Around(byDay, split.ExDate) is not ({ Close: > 0 } before, { Close: > 0 } after))
                continue;
            var (move, size) = (Math.Log(after.Close / before.Close), Math.Abs(Math.Log(split.Ratio)));
            if (Math.Abs(move + Math.Log(split.Ratio)) < 0.4 * size)
                stepping++;
            else if (Math.Abs(move) < 0.4 * size)
                flat++;
        }
        return (stepping, flat);
    }

    /// <summary>"by 2:1 on 2000-01-19 and 3:2 on ..."</summary>
    public static string Text(IReadOnlyCollection<CorporateAction> steps)
    {
        const int shown = 6;
        var words = steps.Take(shown)
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Numerator}:{s.Denominator} on {s.ExDate:yyyy-MM-dd}"));
        return string.Join(", ", words) + (steps.Count > shown ? $" and {steps.Count - shown} more" : "");
    }

    private static (DailyBar? Before, DailyBar? After) Around(DayIndex<ParsedRow> rows, DateOnly exDate)
    {
        var before = rows.Between(exDate.AddDays(-NearDays), exDate.AddDays(-1));
        var after = rows.Between(exDate, exDate.AddDays(NearDays));
        var last = before.IsEmpty ? default : before[^1].Bar.Date;
        return (
            before.IsEmpty ? null : rows.Between(last, last)[0].Bar,
            after.IsEmpty ? null : after[0].Bar);
    }

    private static (int New, int Old)? Ratio(DailyBar before, DailyBar after)
    {
        var (adjBefore, adjAfter) = (before.AdjClose!.Value, after.AdjClose!.Value);
        var step = adjAfter / after.Close / (adjBefore / before.Close);
        if (after.Close / before.Close * step is not (> 1 / MarketMove and < MarketMove))
            return null;
        var rounding = Rounding(adjBefore, adjAfter) + Rounding(before.Close, after.Close) + 1e-6;
        if (rounding > MostRounding)
            return null;
        var (times, isReverse) = step >= 1 ? (step, false) : (1 / step, true);
        var whole = (int)Math.Round(Math.Min(times, 1_000));
        var found = whole >= 2 && Math.Abs(times / whole - 1) <= rounding ? (whole, 1)
            : Fractions.FirstOrDefault(f => Math.Abs(times * f.Old / f.New - 1) <= rounding);
        return found is (0, 0) ? null : isReverse ? (found.Item2, found.Item1) : found;
    }

    /// <summary>Relative, of two values that are written with the same decimals.</summary>
    private static double Rounding(double a, double b)
    {
        var unit = 0.01;
        while (unit > 1e-9 && !(IsWhole(a / unit) && IsWhole(b / unit)))
            unit /= 10;
        return unit / 2 * (1 / a + 1 / b);
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6 * Math.Max(1, Math.Abs(value) * 1e-6);
}
