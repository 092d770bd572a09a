using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>
/// Simple returns from one bar's close to the next. On a series adjusted for splits and dividends they are total returns.
/// </summary>
public static class DailyReturns
{
    /// <summary>
    /// Deviations up to this are what rounding leaves of equal returns: a ratio of closes minus 1 is exact to about 2e-16.
    /// </summary>
    internal const double Noise = 1e-14;

    /// <summary>close / close before - 1, as a fraction: 0.01 is one percent.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One for each bar; null for the first, and after a close of 0 or less.</returns>
    public static IReadOnlyList<double?> Of(IReadOnlyList<DailyBar> bars) =>
        Column.Known(Column.Each(bars.Count, i => i == 0 ? double.NaN : Between(bars[i - 1].Close, bars[i].Close)));

    /// <summary>Those that are known, oldest first.</summary>
    internal static List<double> Known(IReadOnlyList<DailyBar> bars) => [.. Of(bars).OfType<double>()];

    /// <summary>The return from one close to a later one; NaN where the first is 0 or less.</summary>
    internal static double Between(double from, double to) => from > 0 ? (to - from) / from : double.NaN;
}
