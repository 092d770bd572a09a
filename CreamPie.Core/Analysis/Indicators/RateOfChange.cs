using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>How far the close is from an earlier one. Definition: Murphy, "Technical Analysis of the Financial Markets" (1999).</summary>
public static class RateOfChange
{
    /// <summary>100 * (close / close of <paramref name="period"/> bars before - 1).</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <returns>One for each bar, in percent; null before index period, and where the earlier close is 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Percent(IReadOnlyList<DailyBar> bars, int period = 14)
    {
        Periods.Require(period);
        var closes = Column.Closes(bars);
        return Column.Known(Column.Each(
            closes.Length,
            i => i < period ? double.NaN : 100 * ((closes[i] - closes[i - period]) / closes[i - period])));
    }
}
