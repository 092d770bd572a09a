namespace CreamPie.Web.Components.Charts.Comparing;

/// <summary>What the chart is to show.</summary>
/// <param name="Symbols">Separated by commas.</param>
/// <param name="Version">Changes when one of them does.</param>
/// <param name="Adjust">"all" for total returns, "splits" for the price alone.</param>
/// <param name="Scale">"linear", "log" or "percent".</param>
/// <param name="Range">1m ... all, counted back from <paramref name="Last"/>; "custom" for free dates.</param>
/// <param name="From">First day of free dates; null: the oldest.</param>
/// <param name="To">Last day of free dates; null: the newest.</param>
/// <param name="Last">The last day that all of them may have.</param>
public sealed record ComparisonRequest(
    string Symbols, string Version, string Adjust, string Scale, string Range, string? From, string? To, string Last);
