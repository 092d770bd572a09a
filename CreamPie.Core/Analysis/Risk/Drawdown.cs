using CreamPie.Core.Analysis.Windows;
using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis.Risk;

/// <summary>The deepest fall of a series.</summary>
/// <param name="Value">
/// Of the trough below the peak, a fraction of 0 or less: -0.25 is a quarter lost. Null without a close above 0.
/// </param>
/// <param name="Peak">The last day of the highest close before the trough; null if the close never fell.</param>
/// <param name="Trough">The day of the lowest close after it.</param>
/// <param name="Recovery">The first day after it that closed as high as the peak; null while there is none.</param>
/// <param name="From">The first bar; null without bars.</param>
/// <param name="To">The last bar.</param>
/// <param name="Days">Bars from the first to the last, both included.</param>
public sealed record MaximumDrawdown(
    double? Value, DateOnly? Peak, DateOnly? Trough, DateOnly? Recovery, DateOnly? From, DateOnly? To, int Days);

/// <summary>A day's close below the highest close up to it.</summary>
/// <param name="Date">The day.</param>
/// <param name="Value">A fraction of 0 or less.</param>
public readonly record struct DrawdownPoint(DateOnly Date, double Value);

/// <summary>Closes below their highest so far. Definition: Magdon-Ismail and Atiya, "Maximum Drawdown", Risk Magazine (2004).</summary>
public static class Drawdown
{
    /// <summary>close / highest close up to this bar - 1.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <returns>One for each bar, a fraction of 0 or less; null until a close is above 0.</returns>
    public static IReadOnlyList<double?> Series(IReadOnlyList<DailyBar> bars)
    {
        var highest = 0.0;
        return Column.Known(Column.Each(bars.Count, i =>
        {
            highest = bars[i].Close > highest ? bars[i].Close : highest;
            return highest > 0 ? (bars[i].Close - highest) / highest : double.NaN;
        }));
    }

    /// <summary>The deepest point of each calendar month: few enough to draw, and no fall is lost.</summary>
    /// <param name="bars">Oldest first.</param>
    public static IReadOnlyList<DrawdownPoint> ByMonth(IReadOnlyList<DailyBar> bars) =>
        [.. bars.Zip(Series(bars))
            .Where(day => day.Second is not null)
            .Select(day => new DrawdownPoint(day.First.Date, day.Second!.Value))
            .GroupBy(point => (point.Date.Year, point.Date.Month))
            .Select(month => month.MinBy(point => point.Value))];

    /// <summary>The deepest fall, the first one of several that are equal.</summary>
    /// <param name="bars">Oldest first.</param>
    public static MaximumDrawdown Maximum(IReadOnlyList<DailyBar> bars)
    {
        var over = Figure.Over(bars, double.NaN);
        var series = Series(bars);
        var trough = -1;
        for (var i = 0; i < series.Count; i++)
            trough = series[i] is { } value && (trough < 0 || value < series[trough]) ? i : trough;
        if (trough < 0 || series[trough] == 0)
            return new(trough < 0 ? null : 0, null, null, null, over.From, over.To, over.Days);
        var peak = trough;
        while (series[peak] != 0)
            peak--;
        var recovery = trough;
        while (recovery < bars.Count && bars[recovery].Close < bars[peak].Close)
            recovery++;
        return new(
            series[trough], bars[peak].Date, bars[trough].Date, recovery < bars.Count ? bars[recovery].Date : null,
            over.From, over.To, over.Days);
    }
}
