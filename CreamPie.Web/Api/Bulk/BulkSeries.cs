using System.Text.Json.Serialization;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Web.Api.Bulk;

/// <summary>The bars of many stocks.</summary>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">none, splits or all.</param>
/// <param name="Bars">The symbols in the order of the request, each oldest first.</param>
/// <param name="Series">One for each symbol, in their order.</param>
internal sealed record BulkAnswer(string Interval, string Adjust, IReadOnlyList<BulkBar> Bars, IReadOnlyList<BulkSeries> Series);

/// <summary>A bar with its symbol.</summary>
internal sealed record BulkBar(
    string Symbol, DateOnly Date, double? Open, double? High, double? Low, double Close, double? AdjClose, long? Volume, bool Final,
    double? DivCash, double? SplitFactor);

/// <summary>What a series of a bulk answer was.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Source">The served source; null without bars.</param>
/// <param name="Currency">As the source writes it; null if no document states it.</param>
/// <param name="Timezone">IANA name; null if no document states it.</param>
/// <param name="Version">Rises with every load and never repeats.</param>
/// <param name="Derived">True if adjusted closes were computed from the dividends.</param>
/// <param name="Bars">How many.</param>
/// <param name="Reason">Why there are none, or what is in doubt.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Partial">Which of the longer bars lack days of their period, because from or to cuts it.</param>
internal sealed record BulkSeries(
    string Symbol, SourceName? Source, string? Currency,
    string? Timezone, long Version, bool Derived, int Bars,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PartialPeriods? Partial)
{
    public static BulkSeries Of(BarSeries series) => new(
        series.Symbol, series.Source, series.Currency, series.Timezone, series.Version, series.Derived, series.Bars?.Count ?? 0,
        series.Reason, series.Message, series.Partial);
}
