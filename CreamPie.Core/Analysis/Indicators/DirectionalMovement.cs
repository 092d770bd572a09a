using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Direction and strength of a trend, each as long as the bars, 0 to 100.</summary>
/// <param name="PlusDi">The share of the upward movement in the true range; null before index period.</param>
/// <param name="MinusDi">The share of the downward movement; null before index period.</param>
/// <param name="Adx">The strength whatever the direction; null before index 2 * period - 1.</param>
public sealed record DirectionalIndex(IReadOnlyList<double?> PlusDi, IReadOnlyList<double?> MinusDi, IReadOnlyList<double?> Adx);

/// <summary>Wilder, "New Concepts in Technical Trading Systems" (1978): the directional movement system.</summary>
public static class DirectionalMovement
{
    /// <summary>
    /// +DI and -DI are 100 times the smoothed upward and downward movement by the smoothed true range; ADX is the smoothed
    /// 100 * |+DI - -DI| / (+DI + -DI), which is 0 where both are 0. All by Wilder's smoothing. A bar without a high or low is null,
    /// and all three start again after it; where the price never left one point the DI are null (0 / 0).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">2 to 500 bars.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static DirectionalIndex Index(IReadOnlyList<DailyBar> bars, int period = 14)
    {
        Periods.Require(period, 2);
        var (highs, lows) = (Column.Highs(bars), Column.Lows(bars));
        var (ups, downs, ranges) = (new double[bars.Count], new double[bars.Count], AverageTrueRange.TrueRanges(bars));
        for (var i = 0; i < bars.Count; i++)
        {
            var (up, down) = i == 0 ? (double.NaN, double.NaN) : (highs[i] - highs[i - 1], lows[i - 1] - lows[i]);
            if (double.IsNaN(up + down))
                (ups[i], downs[i], ranges[i]) = (double.NaN, double.NaN, double.NaN);
            else
                (ups[i], downs[i]) = (up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0);
        }
        var smoothRanges = Smoothing.Wilder(ranges, period);
        var plus = Share(Smoothing.Wilder(ups, period));
        var minus = Share(Smoothing.Wilder(downs, period));
        var strengths = Column.Each(
            bars.Count,
            i => plus[i] == 0 && minus[i] == 0 ? 0 : 100 * (Math.Abs(plus[i] - minus[i]) / (plus[i] + minus[i])));
        return new(Column.Known(plus), Column.Known(minus), Column.Known(Smoothing.Wilder(strengths, period)));

        double[] Share(double[] movement) => Column.Each(bars.Count, i => 100 * (movement[i] / smoothRanges[i]));
    }
}
