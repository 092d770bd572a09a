using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Http;

namespace CreamPie.Web.Components.Charts;

/// <summary>The options of a chart. They live in the address, so every view is a link; absent ones have their defaults.</summary>
/// <param name="Interval">Null: the finest whose bars all fit the screen.</param>
public sealed record ChartView(
    ChartRange Range = ChartRange.OneYear, Interval? Interval = null, PriceAdjustment Adjust = PriceAdjustment.Splits)
{
    /// <summary>Reads the address; an unknown word is the default.</summary>
    public static ChartView Parse(string? range, string? interval, string? adjust) => new(
        ChartRanges.Read(range) ?? ChartRange.OneYear,
        Intervals.TryParse(interval?.ToLowerInvariant() ?? "", out var chosen) ? chosen : null,
        adjust?.ToLowerInvariant() switch { "none" => PriceAdjustment.None, "all" => PriceAdjustment.All, _ => PriceAdjustment.Splits });

    public string IntervalWord => Interval?.Word() ?? "auto";

    public string AdjustWord => Adjust.ToString().ToLowerInvariant();

    /// <summary>The first day; null for the whole history. Longer bars are whole, so the first one may start before the range.</summary>
    public DateOnly? From(DateOnly last, TradingCalendar calendar) =>
        Range.From(last) is { } day ? (Interval ?? CreamPie.Core.Analysis.Interval.Daily).Around(day, calendar).First : null;

    /// <summary>"?range=5y&amp;adjust=all", or empty for the default view.</summary>
    public string ToQuery()
    {
        List<string> parts = [];
        if (Range != ChartRange.OneYear)
            parts.Add("range=" + Range.Word());
        if (Interval is not null)
            parts.Add("interval=" + IntervalWord);
        if (Adjust != PriceAdjustment.Splits)
            parts.Add("adjust=" + AdjustWord);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>The API address of this view's bars.</summary>
    /// <param name="last">Day of the last bar.</param>
    /// <param name="calendar">The exchange's.</param>
    /// <param name="drawn">The interval on the screen; null before the first drawing.</param>
    public string ToApiPath(string symbol, DateOnly last, TradingCalendar calendar, Interval? drawn, string? format = null)
    {
        var from = From(last, calendar) is { } day ? $"from={day:yyyy-MM-dd}&" : "";
        var interval = (drawn ?? Interval)?.Word() ?? "auto&max=300";
        var tail = format is null ? "" : "&format=" + format;
        return $"{StockDataPath.Bars(symbol)}?{from}interval={interval}&adjust={AdjustWord}{tail}";
    }
}
