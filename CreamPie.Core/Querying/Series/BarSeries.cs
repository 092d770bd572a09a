using System.Text.Json.Serialization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series;

/// <summary>Which bars of a stock are requested.</summary>
/// <param name="From">First date of a bar, inclusive; null: the oldest. A longer bar is dated by its first session, always whole.</param>
/// <param name="To">Last date of a bar, inclusive; null: the newest.</param>
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
/// <param name="Bars">Null if columns were requested. A longer bar is dated by its first session.</param>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<DailyBar>? Bars,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] BarColumns? Columns,
    string? Next,
    [property: JsonIgnore] string? Cursor)
{
    /// <summary>The same series with one list per field: smaller, and the shape that charts and data frames take.</summary>
    public BarSeries AsColumns() => this with { Columns = BarColumns.Of(Bars ?? []), Bars = null };
}

/// <summary>A series with its entity tag.</summary>
/// <param name="Tag">What the answer depends on: same tag, same answer.</param>
/// <param name="Series">Null if the caller already has the answer of this tag.</param>
public sealed record TaggedSeries(string Tag, BarSeries? Series);

/// <summary>Bars as columns of equal length, oldest first; units and nulls as in <see cref="DailyBar"/>.</summary>
/// <param name="Date">Trading days in the exchange's own zone.</param>
/// <param name="Open">First prices.</param>
/// <param name="High">Highest prices.</param>
/// <param name="Low">Lowest prices.</param>
/// <param name="Close">Last prices.</param>
/// <param name="AdjClose">Closes adjusted for splits and dividends.</param>
/// <param name="Volume">Shares or units.</param>
/// <param name="Final">False for provisional bars.</param>
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
    /// <summary>Transposes bars, in their order.</summary>
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
