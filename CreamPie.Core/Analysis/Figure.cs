using CreamPie.Core.Market;

namespace CreamPie.Core.Analysis;

/// <summary>One number about a series, with the bars that it was computed over.</summary>
/// <param name="Value">In the unit that its formula states; null where these bars do not tell it.</param>
/// <param name="From">The first bar; null without bars.</param>
/// <param name="To">The last bar.</param>
/// <param name="Days">Bars from the first to the last, both included.</param>
public readonly record struct Figure(double? Value, DateOnly? From, DateOnly? To, int Days)
{
    /// <summary>A number computed over all of these bars.</summary>
    /// <param name="value">NaN and infinity are null.</param>
    /// <param name="bars">Oldest first.</param>
    public static Figure Over(IReadOnlyList<DailyBar> bars, double value) =>
        new(Known(value), bars.Count == 0 ? null : bars[0].Date, bars.Count == 0 ? null : bars[^1].Date, bars.Count);

    internal static double? Known(double value) => double.IsFinite(value) ? value : null;
}
