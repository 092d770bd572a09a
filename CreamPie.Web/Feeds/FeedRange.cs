using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds;

/// <summary>Which bars; all that a tool can say in a link.</summary>
internal sealed record FeedRange(
    [property: FromQuery(Name = "from")] string? From,
    [property: FromQuery(Name = "to")] string? To,
    [property: FromQuery(Name = "interval")] string? Interval,
    [property: FromQuery(Name = "adjust")] string? Adjust)
{
    /// <summary>Null, with a problem, if a value is invalid.</summary>
    public (SeriesRequest? Request, ProblemHttpResult? Problem) Read()
    {
        var query = new QueryText();
        var (from, to) = (query.Day("from", From), query.Day("to", To));
        if (from > to)
            query.Refuse("range", $"from ({From}) is after to ({To}).");
        var interval = CreamPie.Core.Analysis.Interval.Daily;
        if (!string.IsNullOrEmpty(Interval) && !Intervals.TryParse(Interval.ToLowerInvariant(), out interval))
            query.Refuse("interval", "interval must be one of 1d, 1wk, 1mo, 3mo, 1y.");
        var adjust = query.Word<PriceAdjustment>("adjust", Adjust) ?? PriceAdjustment.Splits;
        return query.Problem is not null
            ? (null, query.Problem)
            : (new(from, to, interval, SeriesRequest.DefaultMax, adjust, null, null, null), null);
    }
}
