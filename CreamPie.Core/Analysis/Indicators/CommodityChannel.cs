using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Lambert, "Commodity Channel Index", Commodities (October 1980): how unusual a price is among the last ones.</summary>
public static class CommodityChannel
{
    /// <summary>Lambert's constant: most values are then within -100 and 100.</summary>
    private const double Scale = 0.015;

    /// <summary>
    /// (typical price - its mean) / (0.015 * its mean absolute deviation from that mean), over the last <paramref name="period"/> bars;
    /// the typical price is (high + low + close) / 3. Null where one of them is unknown, and where they are all equal (0 / 0).
    /// </summary>
    /// <remarks>
    /// The deviation is from each window's own mean, so every window is summed anew: O(n * period), at most 500 additions a bar.
    /// </remarks>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">2 to 500 bars.</param>
    /// <returns>One for each bar; null before index period - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Index(IReadOnlyList<DailyBar> bars, int period = 20)
    {
        Periods.Require(period, 2);
        var prices = Column.TypicalPrices(bars);
        var means = Rolling.Series(Array.ConvertAll(prices, Moments.Of), period, Moments.Join, m => m.Mean);
        return Column.Known(Column.Each(
            prices.Length, i => i < period - 1 ? double.NaN : (prices[i] - means[i]) / (Scale * Deviation(i))));

        double Deviation(int last) => MeanDistance(prices.AsSpan(last - period + 1, period), means[last]);
    }

    private static double MeanDistance(ReadOnlySpan<double> window, double mean)
    {
        var sum = 0.0;
        foreach (var price in window)
            sum += Math.Abs(price - mean);
        return sum / window.Length;
    }
}
