using CreamPie.Core.Analysis.Indicators.Catalog;

namespace CreamPie.Web.Components.Charts;

/// <summary>The indicators of a view: "sma(20),rsi(14)".</summary>
internal static class ChosenIndicators
{
    /// <summary>In the order of the text; empty if it cannot be read.</summary>
    public static IReadOnlyList<IndicatorCall> Read(string text) =>
        text.Length > 0 && IndicatorCall.TryReadList(text, out var calls, out _) ? calls : [];

    public static string With(string text, IndicatorCall added) => Write(Read(text).Append(added));

    /// <param name="text">The indicators.</param>
    /// <param name="call">As it is written: sma(20).</param>
    public static string Without(string text, string call) => Write(Read(text).Where(c => c.ToString() != call));

    private static string Write(IEnumerable<IndicatorCall> calls) =>
        string.Join(',', calls.Select(c => c.ToString()).Distinct().Take(IndicatorCall.MaxInList));
}
