using System.Text.Json.Serialization;

namespace CreamPie.Web.Feeds.Yahoo;

/// <summary>The JSON of Yahoo's chart endpoint (v8), with its names: times are UTC seconds, and a series is one list a field.</summary>
internal sealed record ChartAnswer(ChartBody Chart);

internal sealed record ChartBody(IReadOnlyList<ChartResult>? Result, ChartFailure? Error);

internal sealed record ChartFailure(string Code, string Description);

internal sealed record ChartResult(
    ChartMeta Meta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChartEventLists? Events,
    ChartIndicators Indicators);

/// <param name="Currency">Empty if unknown, like <paramref name="ExchangeName"/>: programs refuse a null here.</param>
internal sealed record ChartMeta(
    string Currency, string Symbol, string ExchangeName, string InstrumentType, long? FirstTradeDate, long? RegularMarketTime,
    long Gmtoffset, string Timezone, string ExchangeTimezoneName, double? RegularMarketPrice,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ChartPreviousClose, int PriceHint,
    ChartPeriods? CurrentTradingPeriod, string DataGranularity, string Range, IReadOnlyList<string> ValidRanges)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LongName { get; init; }
}

internal sealed record ChartPeriods(ChartPeriod Pre, ChartPeriod Regular, ChartPeriod Post);

internal sealed record ChartPeriod(string Timezone, long Start, long End, long Gmtoffset);

internal sealed record ChartIndicators(
    IReadOnlyList<ChartQuotes> Quote, IReadOnlyList<ChartAdjusted> Adjclose);

/// <summary>An empty object where no bar is in the range, as Yahoo writes it.</summary>
internal sealed record ChartQuotes(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? Open,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? High,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? Low,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Close,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long?>? Volume);

/// <summary>Empty as <see cref="ChartQuotes"/>.</summary>
internal sealed record ChartAdjusted(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? Adjclose);

/// <summary>By the seconds of the ex-date; null for a kind that was not asked for or has none.</summary>
internal sealed record ChartEventLists(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, ChartCash>? Dividends,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, ChartCash>? CapitalGains,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, ChartSplit>? Splits);

internal sealed record ChartCash(
    double Amount, long Date, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency);

internal sealed record ChartSplit(long Date, double Numerator, double Denominator, string SplitRatio);
