namespace CreamPie.Web.Components.Charts.Analysis;

/// <summary>What the charts are to show.</summary>
/// <param name="Symbol">Of the stock.</param>
/// <param name="Version">The stock's.</param>
/// <param name="Adjust">"all" for total returns, "splits" for returns of the price alone.</param>
public sealed record AnalysisRequest(string Symbol, long Version, string Adjust);
