using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Returns;

/// <summary>Makes series of different prices comparable.</summary>
public static class Rebasing
{
    /// <summary>What every series is at its first bar.</summary>
    public const double Base = 100;

    /// <summary>100 * close / first close.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One for each bar; null throughout where the first close is 0 or less.</returns>
    public static IReadOnlyList<double?> ToHundred(IReadOnlyList<DailyBar> bars) => Column.Known(Column.Each(
        bars.Count, i => bars[0].Close > 0 ? Base * (bars[i].Close / bars[0].Close) : double.NaN));
}
