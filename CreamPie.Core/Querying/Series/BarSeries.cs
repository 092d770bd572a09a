using System.Text.Json.Serialization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series;

/// <summary>Which bars of a stock are wanted.</summary>
/// <param name="From">First date of a bar, included. A longer bar is dated by its first session and always whole.</param>
/// <param name="To">Last date of a bar, included.</param>
/// <param name="Interval">Null for the finest one that gives at most <paramref name="Max"/> bars (the longest, if none does).</param>
/// <param name="Source">Null for the served series, its gaps filled from the other sources.</param>
/// <param name="Limit">Null for all.</param>
/// <param name="After">Bars after this date only: the last one of the page before.</param>
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
    public const int DefaultMax = 300;
    public const int LargestMax = 5_000;
    public const int MaxLimit = 50_000;
}

/// <summary>Bars of one stock, oldest first.</summary>
/// <param name="Source">Whose series it is; days that it lacks come from the next source. Null without bars.</param>
/// <param name="Currency">As the source writes it (GBp is pence); null where no document tells.</param>
/// <param name="Timezone">IANA name; null where no document tells.</param>
/// <param name="Interval">1d, 1wk, 1mo, 3mo or 1y.</param>
/// <param name="AsOf">Always null yet: what is known now.</param>
/// <param name="Completeness">Not measured yet.</param>
/// <param name="Derived">True if adjusted closes were computed from the dividends because no document gave them.</param>
/// <param name="Reason">Why there are no bars: a <see cref="CreamPie.Core.Sources.Contract.Reason"/>, Pending, SplitsUnknown or DividendsUnknown.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Bars">Null if they are asked for as columns. A longer bar is dated by its first session.</param>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DailyBar>? Bars,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BarColumns? Columns,
    string? Next,
    [property: JsonIgnore] string? Cursor)
{
    /// <summary>The same with one list for each field: smaller, and what charts and data frames take.</summary>
    public BarSeries AsColumns() => this with { Columns = BarColumns.Of(Bars ?? []), Bars = null };
}

/// <param name="Tag">What the answer depends on: same tag, same answer.</param>
/// <param name="Series">Null if the caller holds the answer of this tag.</param>
public sealed record TaggedSeries(string Tag, BarSeries? Series);

public sealed record BarColumns(
    IReadOnlyList<DateOnly> Date,
    IReadOnlyList<double?> Open,
    IReadOnlyList<double?> High,
    IReadOnlyList<double?> Low,
    IReadOnlyList<double> Close,
    IReadOnlyList<double?> AdjClose,
    IReadOnlyList<long?> Volume,
    IReadOnlyList<bool> Final)
{
    public static BarColumns Of(IReadOnlyList<DailyBar> bars) => new(
        [.. bars.Select(b => b.Date)],
        [.. bars.Select(b => b.Open)],
        [.. bars.Select(b => b.High)],
        [.. bars.Select(b => b.Low)],
        [.. bars.Select(b => b.Close)],
        [.. bars.Select(b => b.AdjClose)],
        [.. bars.Select(b => b.Volume)],
        [.. bars.Select(b => b.Final)]);
}
