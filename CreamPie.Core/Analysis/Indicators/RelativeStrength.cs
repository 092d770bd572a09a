using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Wilder, "New Concepts in Technical Trading Systems" (1978): the share of the rises in all moves.</summary>
public static class RelativeStrength
{
    /// <summary>
    /// The relative strength index: 100 - 100 / (1 + average rise / average fall), both averaged by Wilder's smoothing. 100 without any
    /// fall; null while no close has moved at all (0 / 0).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 moves.</param>
    /// <returns>One for each bar, 0 to 100; null before index period.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Index(IReadOnlyList<DailyBar> bars, int period = 14)
    {
        Periods.Require(period);
        var closes = Column.Closes(bars);
        var rises = Smoothing.Wilder(Column.Each(closes.Length, i => Math.Max(0, Move(i))), period);
        var falls = Smoothing.Wilder(Column.Each(closes.Length, i => Math.Max(0, -Move(i))), period);
        return Column.Known(Column.Each(closes.Length, i => 100 * (rises[i] / (rises[i] + falls[i]))));

        double Move(int i) => i == 0 ? double.NaN : closes[i] - closes[i - 1];
    }
}
