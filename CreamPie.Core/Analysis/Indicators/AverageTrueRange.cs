using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Wilder, "New Concepts in Technical Trading Systems" (1978): how far a price moves in a session, gaps included.</summary>
public static class AverageTrueRange
{
    /// <summary>
    /// True ranges, averaged by Wilder's smoothing. The first bar has none, for it has no close before it, so the first average
    /// stands at index <paramref name="period"/>. A bar without a high or low is null, and the average starts again after it.
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 true ranges.</param>
    /// <returns>One for each bar, in the unit of the prices.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Of(IReadOnlyList<DailyBar> bars, int period = 14)
    {
        Periods.Require(period);
        return Column.Known(Smoothing.Wilder(TrueRanges(bars), period));
    }

    /// <summary>The larger of high and close before, minus the smaller of low and close before; NaN for the first bar.</summary>
    internal static double[] TrueRanges(IReadOnlyList<DailyBar> bars)
    {
        var (highs, lows, closes) = (Column.Highs(bars), Column.Lows(bars), Column.Closes(bars));
        return Column.Each(
            bars.Count,
            i => i == 0 ? double.NaN : Math.Max(highs[i], closes[i - 1]) - Math.Min(lows[i], closes[i - 1]));
    }
}
