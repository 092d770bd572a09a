using System.Text.Json.Serialization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series;

/// <summary>Which bars of a stock are requested.</summary>
/// <param name="From">First day, inclusive; null: the oldest. The period that it is in has no days before it.</param>
/// <param name="To">Last day, inclusive; null: the newest. The period that it is in has no days after it.</param>
/// <param name="Interval">Null for the finest one that gives at most <paramref name="Max"/> bars (yearly, if none does).</param>
/// <param name="Max">Most bars where <paramref name="Interval"/> is null.</param>
/// <param name="Adjust">Which corporate actions are taken out of the prices.</param>
/// <param name="Source">Null for the served series, its gaps filled from the other sources.</param>
/// <param name="Limit">Bars of a page; null for all.</param>
/// <param name="After">Bars after this date only (the last date of the page before); null for the first page.</param>
public sealed record SeriesRequest(
    DateOnly? From = null,
    DateOnly? To = null,
    Interval? Interval = CreamPie.Core.Analysis.Interval.Daily,
    int Max = SeriesRequest.DefaultMax,
    PriceAdjustment Adjust = PriceAdjustment.Splits,
    SourceName? Source = null,
    int? Limit = null,
    DateOnly? After = null)
{
    /// <summary>Bars, where no <see cref="Max"/> is given.</summary>
    public const int DefaultMax = 300;

    /// <summary>Largest <see cref="Max"/>; callers check it.</summary>
    public const int LargestMax = 5_000;

    /// <summary>Largest <see cref="Limit"/>; callers check it.</summary>
    public const int MaxLimit = 50_000;
}

/// <summary>Bars of one stock, oldest first.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Source">The served source; days that it lacks come from the next source. Null without bars.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null if no document states it.</param>
/// <param name="Timezone">IANA name; null if no document states it.</param>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="Adjust">Which corporate actions are taken out of the prices.</param>
/// <param name="AsOf">Always null: the current state of knowledge.</param>
/// <param name="Version">Rises with every load of the stock, by any step; never repeats, not even after a restore.</param>
/// <param name="Completeness">Always null: not measured yet.</param>
/// <param name="Derived">True if adjusted closes were computed from the dividends because no document gave them.</param>
/// <param name="Reason">
/// Why there are no bars: a <see cref="CreamPie.Core.Sources.Contract.Reason"/>, Pending, SplitsUnknown, a
/// <see cref="TotalReturnGap"/> (DividendsUnknown) or BasisNotProved; the last one also with bars.
/// </param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Bars">Null if columns were requested. A longer bar is dated by its first session of the requested days.</param>
/// <param name="Columns">The bars as columns; null unless columns were requested.</param>
/// <param name="Next">Path of the next page, set by the API; null on the last one.</param>
/// <param name="Cursor">Where the next page starts; null on the last one.</param>
public sealed record BarSeries(
    string Symbol,
    SourceName? Source,
    string? Currency,
    string? Timezone,
    string Interval,
    PriceAdjustment Adjust,
    DateTime? AsOf,
    long Version,
    double? Completeness,
    bool Derived,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore] IReadOnlyList<DailyBar>? Bars,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BarColumns? Columns,
    [property: JsonPropertyOrder(1)] string? Next,
    [property: JsonIgnore] string? Cursor)
{
    /// <summary>What each of the <see cref="Bars"/> brings, in their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<BarActions> Actions { get; init; } = [];

    /// <summary>The <see cref="Bars"/> with their actions; null if columns were requested.</summary>
    [JsonPropertyName("bars"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<BarRow>? Rows => Bars?.Select((bar, i) => BarRow.Of(bar, Actions[i]));

    /// <summary>Where prices were refused: the day from which on they can be requested; null if there is none.</summary>
    [JsonIgnore]
    public DateOnly? AvailableFrom { get; init; }

    /// <summary>Which of the longer bars lack days of their period, because from or to cuts it; null if none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PartialPeriods? Partial { get; init; }

    /// <summary>The same series with one list per field: smaller, and the shape that charts and data frames take.</summary>
    /// <param name="only">The columns that are wanted; empty for all.</param>
    public BarSeries AsColumns(IReadOnlyCollection<BarColumn> only) =>
        this with { Columns = BarColumns.Of([.. Rows ?? []], only), Bars = null };
}

/// <summary>A series with its entity tag.</summary>
/// <param name="Tag">What the answer depends on: same tag, same answer.</param>
/// <param name="Series">Null if the caller already has the answer of this tag.</param>
public sealed record TaggedSeries(string Tag, BarSeries? Series);

/// <summary>A column of <see cref="BarColumns"/>.</summary>
public enum BarColumn
{
    /// <summary>Trading days.</summary>
    Date,

    /// <summary>First prices.</summary>
    Open,

    /// <summary>Highest prices.</summary>
    High,

    /// <summary>Lowest prices.</summary>
    Low,

    /// <summary>Last prices.</summary>
    Close,

    /// <summary>Closes adjusted for splits and dividends.</summary>
    AdjClose,

    /// <summary>Shares or units.</summary>
    Volume,

    /// <summary>False for provisional bars.</summary>
    Final,

    /// <summary>Cash per share, of the periods.</summary>
    DivCash,

    /// <summary>New shares for one old share, of the periods.</summary>
    SplitFactor,
}

/// <summary>
/// Bars as columns of equal length, oldest first; units and nulls as in <see cref="BarRow"/>. A column that was not requested is null.
/// </summary>
/// <param name="Date">Trading days in the exchange's own zone.</param>
/// <param name="Open">First prices.</param>
/// <param name="High">Highest prices.</param>
/// <param name="Low">Lowest prices.</param>
/// <param name="Close">Last prices.</param>
/// <param name="AdjClose">Closes adjusted for splits and dividends.</param>
/// <param name="Volume">Shares or units.</param>
/// <param name="Final">False for provisional bars.</param>
/// <param name="DivCash">Cash per share, of the periods.</param>
/// <param name="SplitFactor">New shares for one old share, of the periods.</param>
public sealed record BarColumns(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DateOnly>? Date,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? Open,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? High,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? Low,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Close,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? AdjClose,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long?>? Volume,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<bool>? Final,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? DivCash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double?>? SplitFactor)
{
    /// <summary>Transposes rows, in their order.</summary>
    /// <param name="bars">Oldest first.</param>
    /// <param name="only">The columns that are wanted; empty for all.</param>
    public static BarColumns Of(IReadOnlyList<BarRow> bars, IReadOnlyCollection<BarColumn> only)
    {
        return new(
            If(BarColumn.Date, b => b.Date), If(BarColumn.Open, b => b.Open), If(BarColumn.High, b => b.High),
            If(BarColumn.Low, b => b.Low), If(BarColumn.Close, b => b.Close), If(BarColumn.AdjClose, b => b.AdjClose),
            If(BarColumn.Volume, b => b.Volume), If(BarColumn.Final, b => b.Final),
            If(BarColumn.DivCash, b => b.DivCash), If(BarColumn.SplitFactor, b => b.SplitFactor));

        IReadOnlyList<T>? If<T>(BarColumn column, Func<BarRow, T> of) =>
            only.Count == 0 || only.Contains(column) ? [.. bars.Select(of)] : null;
    }
}
