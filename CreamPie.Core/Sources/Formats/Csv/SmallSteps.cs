using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>
/// Steps of adjusted close over close that a dividend may cause as well as a stock dividend or small split (21:20): by ratios of
/// the days on both sides, which rounding leaves the narrower the more days there are.
/// </summary>
internal static class SmallSteps
{
    /// <summary>
    /// Ratios: many payers pay 1 % in a quarter, and hardly any stock dividend is below 2 %. <see cref="SplitSteps"/> has the larger ones.
    /// </summary>
    private const double Smallest = 1.0195, Largest = 1.15;

    private const int MostDays = 250;

    /// <summary>Relative: what a day's ratio may differ from that of its neighbours without a payment between them.</summary>
    private const double MostRounding = 0.003;

    private const int FewestDays = 10;

    /// <summary>Relative width of the step: one dividend in five hundred meets a ratio within it.</summary>
    private const double Narrow = 1e-5;

    /// <summary>Relative: that of the floats that prices and factors are computed in.</summary>
    private const double Noise = 1e-6;

    /// <summary>Stock dividends, and bonus shares of one for n.</summary>
    public static readonly IReadOnlyList<(int New, int Old)> Ratios =
    [
        .. new[] { 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50 }.Select(n => (n + 1, n)),
        .. new[] { 103, 106, 107, 108, 109, 111, 112, 113, 114, 115 }.Select(n => (n, 100)), (43, 40),
    ];

    /// <summary>What a spin-off is listed as: 1046:1000.</summary>
    private static readonly IReadOnlyList<(int New, int Old)> Thousandths = [.. Enumerable.Range(1_030, 120).Select(n => (n, 1_000))];

    /// <param name="rows">In either direction.</param>
    /// <param name="actions">Those that the file lists: they explain a step.</param>
    /// <param name="digits">Of the file.</param>
    /// <returns>Those that no dividend causes but by a rare chance, or else those that it may cause.</returns>
    public static (List<CorporateAction> Proved, List<CorporateAction> Doubtful) In(
        IReadOnlyList<ParsedRow> rows, IReadOnlyList<CorporateAction> actions, WrittenDigits digits)
    {
        var (proved, doubtful, others) = (new List<CorporateAction>(), new List<CorporateAction>(), 0);
        var bars = rows.Select(r => r.Bar).Where(b => b is { AdjClose: > 0, Close: > 0 }).ToList();
        if (bars.Count > 0 && bars[0].Date > bars[^1].Date)
            bars.Reverse();
        var byDay = new DayIndex<CorporateAction>(actions, a => a.ExDate);
        for (var i = 1; i < bars.Count; i++)
        {
            var move = Ratio(bars[i]) / Ratio(bars[i - 1]);
            if (Math.Max(move, 1 / move) is < Smallest or >= Largest || bars[i].Date <= bars[i - 1].Date
                || !byDay.Between(bars[i - 1].Date.AddDays(1), bars[i].Date).IsEmpty)
                continue;
            var (before, after) = (Between(bars, i - 1, -1, digits), Between(bars, i, 1, digits));
            var (least, most) = (after.Least / before.Most, after.Most / before.Least);
            if (least <= 1 && most >= 1)
                continue;
            var isNarrow = most / least - 1 <= Narrow;
            if (Within(Ratios, least, most) is { } split)
                (isNarrow ? proved : doubtful).Add(CorporateAction.Split(bars[i].Date, split.New, split.Old));
            else if (isNarrow && Within(Thousandths, least, most) is { } spinOff)
                doubtful.Add(CorporateAction.Split(bars[i].Date, spinOff.New, spinOff.Old));
            else
                others++;
        }
        // One of many dividends may well meet a ratio.
        return proved.Count > others ? (proved, doubtful) : ([], [.. proved.Concat(doubtful).OrderBy(s => s.ExDate)]);
    }

    /// <summary>True if the file has days before and after a listed split that no price shows for certain.</summary>
    public static bool AreListed(IReadOnlyList<ParsedRow> rows, IReadOnlyList<CorporateAction> actions) => actions.Any(
        a => a.Kind == ActionKind.Split && Math.Max(a.Ratio, 1 / a.Ratio) < Largest
            && rows.Any(r => r.Bar.Date < a.ExDate) && rows.Any(r => r.Bar.Date >= a.ExDate));

    /// <summary>
    /// Where the ratio of the days from one on can be: what all of them allow, as far as they do, or where their rounding is worse than
    /// their digits say, between the least and the greatest.
    /// </summary>
    private static (double Least, double Most) Between(List<DailyBar> bars, int from, int step, WrittenDigits digits)
    {
        var (least, most) = (0.0, double.MaxValue);
        var (lowest, highest) = (double.MaxValue, 0.0);
        var (days, agreeing) = (0, true);
        for (var i = from; i >= 0 && i < bars.Count && days < MostDays; i += step)
        {
            var (close, adjClose) = (bars[i].Close, bars[i].AdjClose!.Value);
            if (Math.Abs(Ratio(bars[i]) / Ratio(bars[from]) - 1) > MostRounding)
                break;
            var (ofClose, ofAdjusted) = (Math.Min(digits.RoundingOf(close), close / 2), digits.RoundingOfAdjusted(adjClose));
            var (low, high) = ((adjClose - ofAdjusted) / (close + ofClose), (adjClose + ofAdjusted) / (close - ofClose));
            agreeing &= low <= most && high >= least;
            if (!agreeing && days >= FewestDays)
                break;
            (lowest, highest, days) = (Math.Min(lowest, low), Math.Max(highest, high), days + 1);
            if (agreeing)
                (least, most) = (Math.Max(least, low), Math.Min(most, high));
        }
        return agreeing || days > FewestDays ? (least, most) : (lowest, highest);
    }

    private static (int New, int Old)? Within(IReadOnlyList<(int New, int Old)> ratios, double least, double most)
    {
        foreach (var (n, o) in ratios)
        {
            var (numerator, denominator) = most > 1 ? (n, o) : (o, n);
            if (numerator * (1 + Noise) >= least * denominator && numerator * (1 - Noise) <= most * denominator)
                return (numerator, denominator);
        }
        return null;
    }

    private static double Ratio(DailyBar bar) => bar.AdjClose!.Value / bar.Close;
}
