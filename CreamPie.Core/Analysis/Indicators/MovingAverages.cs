using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Indicators;

/// <summary>
/// Averages of the last closes, in the unit of the prices. Definitions: Murphy, "Technical Analysis of the Financial Markets" (1999).
/// </summary>
public static class MovingAverages
{
    /// <summary>The simple moving average: the mean of the last <paramref name="period"/> closes.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <returns>One for each bar; null before index period - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Simple(IReadOnlyList<DailyBar> bars, int period = 20)
    {
        Periods.Require(period);
        return Column.Known(Rolling.Means(Column.Closes(bars), period));
    }

    /// <summary>
    /// The exponential moving average: the simple average of the first <paramref name="period"/> closes, then
    /// e + (close - e) * 2 / (period + 1).
    /// </summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <returns>One for each bar; null before index period - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Exponential(IReadOnlyList<DailyBar> bars, int period = 20)
    {
        Periods.Require(period);
        return Column.Known(Smoothing.Exponential(Column.Closes(bars), period));
    }

    /// <summary>The linearly weighted moving average: the newest close weighs <paramref name="period"/>, the oldest 1.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="period">1 to 500 bars.</param>
    /// <returns>One for each bar; null before index period - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is outside its range.</exception>
    public static IReadOnlyList<double?> Weighted(IReadOnlyList<DailyBar> bars, int period = 20)
    {
        Periods.Require(period);
        var parts = Array.ConvertAll(Column.Closes(bars), close => new Ramp(1, close, close));
        var weights = period * (period + 1) / 2.0;
        return Column.Known(Rolling.Series(parts, period, Ramp.Join, ramp => ramp.Weighted / weights));
    }

    /// <summary>Some neighbours: their count, sum, and sum weighted 1, 2, 3, ... from the oldest.</summary>
    private readonly record struct Ramp(int Count, double Sum, double Weighted)
    {
        public static Ramp Join(Ramp a, Ramp b) => new(a.Count + b.Count, a.Sum + b.Sum, a.Weighted + b.Weighted + a.Count * b.Sum);
    }
}
