using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>Indicators that add up volume from the first bar on.</summary>
public static class VolumeFlow
{
    /// <summary>
    /// On-balance volume: 0 at the first bar; plus the volume of a bar that closes higher than the one before, minus that of one which
    /// closes lower. A bar whose volume is needed and unknown is null and adds nothing; the next one goes on from before it.
    /// Source: Granville, "Granville's New Key to Stock Market Profits" (1963).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One for each bar, in shares or units.</returns>
    public static IReadOnlyList<double?> OnBalance(IReadOnlyList<DailyBar> bars)
    {
        var closes = Column.Closes(bars);
        var balance = 0.0;
        return Column.Known(Column.Each(bars.Count, i =>
        {
            var move = i == 0 ? 0 : closes[i] - closes[i - 1];
            if (double.IsNaN(move) || (move != 0 && bars[i].Volume is null))
                return double.NaN;
            if (move != 0)
                balance += move > 0 ? bars[i].Volume!.Value : -(double)bars[i].Volume!.Value;
            return balance;
        }));
    }

    /// <summary>
    /// The volume-weighted average price since the first bar: the sum of typical price times volume by the sum of volume, the typical
    /// price being (high + low + close) / 3. A bar without high, low or volume is null and counts for nothing; null, too, until some
    /// volume has been traded. Definition: Berkowitz, Logue and Noser, Journal of Finance 43 (1988).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One for each bar, in the unit of the prices.</returns>
    public static IReadOnlyList<double?> AveragePrice(IReadOnlyList<DailyBar> bars)
    {
        var prices = Column.TypicalPrices(bars);
        var (traded, average) = (0.0, 0.0);
        return Column.Known(Column.Each(bars.Count, i =>
        {
            if (double.IsNaN(prices[i]) || bars[i].Volume is not { } volume)
                return double.NaN;
            traded += volume;
            if (traded > 0)
                average += (prices[i] - average) * (volume / traded);
            return traded > 0 ? average : double.NaN;
        }));
    }
}
