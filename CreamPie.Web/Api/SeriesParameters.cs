using System.ComponentModel;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal enum SeriesFormat { Json, Csv, Columns }

/// <summary>The query of a series, as text, so that an invalid value is answered with a sentence instead of a bare 400.</summary>
internal sealed record SeriesParameters(
    [property: FromQuery(Name = "from"), Description("First date, inclusive, e.g. 2024-06-10.")] string? From,
    [property: FromQuery(Name = "to"), Description("Last date, inclusive.")] string? To,
    [property: FromQuery(Name = "interval")]
    [property: Description("1d (default), 1wk, 1mo, 3mo, 1y, or auto: the finest that gives at most max bars (1y if none does).")]
    string? Interval,
    [property: FromQuery(Name = "max"), Description("Most bars with interval=auto: 1 to 5000, default 300.")] string? Max,
    [property: FromQuery(Name = "adjust"), Description("none (as traded), splits (default) or all (splits and dividends).")] string? Adjust,
    [property: FromQuery(Name = "asOf"), Description("Not supported yet.")] string? AsOf,
    [property: FromQuery(Name = "source")]
    [property: Description("Only bars from this source, e.g. YahooPage; default: the served series.")] string? Source,
    [property: FromQuery(Name = "limit"), Description("Bars per page: 1 to 50000, default all.")] string? Limit,
    [property: FromQuery(Name = "cursor"), Description("From the next link of the previous page.")] string? Cursor,
    [property: FromQuery(Name = "format"), Description("json (default), csv or columns.")] string? Format)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (SeriesRequest? Request, SeriesFormat Format, ProblemHttpResult? Problem) Read()
    {
        var query = new QueryText();
        var (from, to) = (query.Day("from", From), query.Day("to", To));
        if (from > to)
            query.Refuse("range", $"from ({From}) is after to ({To}).");
        var max = query.Number("max", Max, SeriesRequest.DefaultMax, SeriesRequest.LargestMax);
        var interval = ReadInterval(query);
        var adjust = query.Word<PriceAdjustment>("adjust", Adjust) ?? PriceAdjustment.Splits;
        var source = query.Word<SourceName>("source", Source);
        var limit = query.Number("limit", Limit, int.MaxValue, SeriesRequest.MaxLimit);
        if (!CreamPie.Core.Querying.Cursor.TryRead(Cursor, out DateOnly? after))
            query.Refuse("cursor", "cursor must come from the next link of the previous page.");
        var format = query.Word<SeriesFormat>("format", Format) ?? SeriesFormat.Json;
        if (query.Problem is not null)
            return (null, format, query.Problem);
        if (!string.IsNullOrEmpty(AsOf))
            return (null, format, Problems.Invalid("notSupported", "asOf is not supported yet: omit it for current data."));
        return (new(from, to, interval, max, adjust, source, limit == int.MaxValue ? null : limit, after), format, null);
    }

    private Interval? ReadInterval(QueryText query)
    {
        if (string.IsNullOrEmpty(Interval))
            return CreamPie.Core.Analysis.Interval.Daily;
        var word = Interval.ToLowerInvariant();
        if (word == "auto")
            return null;
        if (!Intervals.TryParse(word, out var interval))
            query.Refuse("interval", "interval must be one of 1d, 1wk, 1mo, 3mo, 1y, auto.");
        return interval;
    }
}
