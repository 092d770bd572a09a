using System.ComponentModel;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

internal enum SeriesFormat { Json, Csv, Columns, Parquet, Arrow }

/// <summary>The query of a series, as text, so that an invalid value is answered with a sentence instead of a bare 400.</summary>
internal sealed record SeriesParameters(
    [property: FromQuery(Name = "from"), Day, Description("First date, inclusive.")] string? From,
    [property: FromQuery(Name = "to"), Day, Description("Last date, inclusive.")] string? To,
    [property: FromQuery(Name = "interval"), Words("1d", "1d", "1wk", "1mo", "3mo", "1y", "auto")]
    [property: Description("auto is the finest that gives at most max bars (1y if none does).")]
    string? Interval,
    [property: FromQuery(Name = "max"), WholeNumber(1, SeriesRequest.LargestMax, SeriesRequest.DefaultMax)]
    [property: Description("Most bars with interval=auto.")]
    string? Max,
    [property: FromQuery(Name = "adjust"), Words("splits", "none", "splits", "all")]
    [property: Description("none is as traded, all is for splits and dividends.")]
    string? Adjust,
    [property: FromQuery(Name = "asOf"), Text, Description("Not supported yet.")] string? AsOf,
    [property: FromQuery(Name = "source"), WordsOf<SourceName>, Description("Only bars from this source; default: the served series.")]
    string? Source,
    [property: FromQuery(Name = "limit"), WholeNumber(1, SeriesRequest.MaxLimit), Description("Bars per page; default: all.")]
    string? Limit,
    [property: FromQuery(Name = "cursor"), Text, Description("From the next link of the previous page.")] string? Cursor,
    [property: FromQuery(Name = "format"), Words("json", "json", "csv", "columns", "parquet", "arrow")]
    [property: Description("columns is JSON with a list for each field, arrow a stream. Without it, Accept chooses.")]
    string? Format,
    [property: FromQuery(Name = "columns"), Text("date,close")]
    [property: Description("With format=columns: only these; default: all.")]
    string? Columns)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (SeriesRequest? Request, SeriesFormat Format, IReadOnlyCollection<BarColumn> Columns, ProblemHttpResult? Problem) Read()
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
        var columns = query.Words<BarColumn>("columns", Columns);
        if (columns.Count > 0 && format != SeriesFormat.Columns)
            query.Refuse("columns", "columns needs format=columns.");
        if (query.Problem is not null)
            return (null, format, columns, query.Problem);
        if (!string.IsNullOrEmpty(AsOf))
            return (null, format, columns, Problems.Invalid("notSupported", "asOf is not supported yet: omit it for current data."));
        return (new(from, to, interval, max, adjust, source, limit == int.MaxValue ? null : limit, after), format, columns, null);
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
