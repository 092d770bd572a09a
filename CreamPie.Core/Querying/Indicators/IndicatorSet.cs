using System.Text.Json.Serialization;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Querying.Indicators;

/// <summary>One indicator as columns.</summary>
/// <param name="Name">Like macd.</param>
/// <param name="Parameters">The value of each parameter, by name.</param>
/// <param name="Pane">Where it is drawn.</param>
/// <param name="Columns">A list for each field, as long as the dates; null is unknown.</param>
public sealed record IndicatorColumns(
    string Name, IReadOnlyDictionary<string, double> Parameters, IndicatorPane Pane,
    IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns);

/// <summary>Indicators of one stock on the same dates, oldest first.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">Which corporate actions are taken out of the prices that they were computed from.</param>
/// <param name="Version">The stock's, as in its bars.</param>
/// <param name="Reason">Why there are no values, or a doubt about them: as for bars.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Date">Of each bar.</param>
/// <param name="Indicators">In the order in which they were requested.</param>
public sealed record IndicatorSet(
    string Symbol,
    string Interval,
    PriceAdjustment Adjust,
    long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    IReadOnlyList<DateOnly> Date,
    IReadOnlyList<IndicatorColumns> Indicators)
{
    /// <summary>The first indicator alone, with a record for each date.</summary>
    public IndicatorSeries AsRecords() => new(
        Symbol, Indicators[0].Name, Indicators[0].Parameters, Interval, Adjust, Version, Reason, Message,
        new(Date, Indicators[0].Columns), null, null);

    /// <summary>All of them, with a list for each field.</summary>
    public IndicatorSeries AsColumns() => new(Symbol, null, null, Interval, Adjust, Version, Reason, Message, null, Date, Indicators);
}

/// <summary>Indicators of one stock as answered: one as records, or several as columns.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Name">Of the one, like macd; null for several.</param>
/// <param name="Parameters">Of the one: the value of each parameter, by name; null for several.</param>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">Which corporate actions are taken out of the prices that it was computed from.</param>
/// <param name="Version">The stock's, as in its bars.</param>
/// <param name="Reason">Why there are no values, or a doubt about them: as for bars.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Values">Of the one, a record for each bar, oldest first: its date, and a number or null for each field.</param>
/// <param name="Date">Of each bar, for several; null for one.</param>
/// <param name="Indicators">Several, in the order in which they were requested; null for one.</param>
public sealed record IndicatorSeries(
    string Symbol,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Parameters,
    string Interval,
    PriceAdjustment Adjust,
    long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IndicatorValues? Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DateOnly>? Date,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<IndicatorColumns>? Indicators);
