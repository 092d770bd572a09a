using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Two lines, each as long as the bars, 0 to 100 where every close is within its bar.</summary>
/// <param name="K">Where the close stands in the range; null before index period + k - 2.</param>
/// <param name="D">The average of <paramref name="K"/>; null before index period + k + d - 3.</param>
public sealed record StochasticLines(IReadOnlyList<double?> K, IReadOnlyList<double?> D);

/// <summary>
/// Where the close stands in the range of the last bars. Null where a high or low of them is unknown, and where they all stand at one
/// price (0 / 0).
/// </summary>
public static class Stochastic
{
    /// <summary>
    /// The slow stochastic oscillator: 100 * (close - lowest low) / (highest high - lowest low) of the last
    /// <paramref name="period"/> bars, averaged over <paramref name="k"/>, and that over <paramref name="d"/>. Source: Lane, "Lane's
    /// Stochastics", Technical Analysis of Stocks and Commodities 2 (1984).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <param name="k">1 to 500 bars; 1 is the fast oscillator.</param>
    /// <param name="d">1 to 500 bars.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static StochasticLines Slow(IReadOnlyList<DailyBar> bars, int period = 14, int k = 3, int d = 3)
    {
        Periods.Require(period);
        Periods.Require(k);
        Periods.Require(d);
        var slow = Rolling.Means(Place(bars, period, (close, _, low) => close - low), k);
        return new(Column.Known(slow), Column.Known(Rolling.Means(slow, d)));
    }

    /// <summary>
    /// Williams' %R: 100 * (close - highest high) / (highest high - lowest low) of the last <paramref name="period"/> bars. Source:
    /// Williams, "How I Made One Million Dollars Last Year Trading Commodities" (1973).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <returns>One for each bar, -100 to 0 where every close is within its bar; null before index period - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> WilliamsR(IReadOnlyList<DailyBar> bars, int period = 14)
    {
        Periods.Require(period);
        return Column.Known(Place(bars, period, (close, high, _) => close - high));
    }

    private static double[] Place(IReadOnlyList<DailyBar> bars, int period, Func<double, double, double, double> distance)
    {
        var highs = Rolling.Highest(Column.Highs(bars), period);
        var lows = Rolling.Lowest(Column.Lows(bars), period);
        return Column.Each(bars.Count, i => 100 * (distance(bars[i].Close, highs[i], lows[i]) / (highs[i] - lows[i])));
    }
}
