using CreamPie.Core.Analysis;

namespace CreamPie.Web.Feeds.Udf;

/// <summary>TradingView's names of intervals.</summary>
internal static class UdfResolution
{
    public static readonly string[] All = ["1D", "1W", "1M", "3M", "12M"];

    /// <summary>Null for an intraday resolution, which is not stored, and for what is none.</summary>
    public static Interval? Of(string? text) => text?.ToUpperInvariant() switch
    {
        "D" or "1D" => Interval.Daily,
        "W" or "1W" => Interval.Weekly,
        "M" or "1M" => Interval.Monthly,
        "3M" => Interval.Quarterly,
        "12M" => Interval.Yearly,
        _ => null,
    };
}
