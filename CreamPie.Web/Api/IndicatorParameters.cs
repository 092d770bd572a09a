using System.ComponentModel;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Web.Api.Contract;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Api;

/// <summary>The query of indicators: that of the bars, and either one indicator by name or a list of them.</summary>
internal sealed record IndicatorParameters(
    [property: FromQuery(Name = "name"), Text("macd")]
    [property: Description("One indicator, with parameters of its own: name=macd&fast=12&slow=26&signal=9.")]
    string? Name,
    [property: FromQuery(Name = "ind"), Text("sma(20),macd(12,26,9)"), Description("Several, as columns.")] string? Ind,
    [property: FromQuery(Name = "from"), Day, Description("First date, inclusive. Values do not depend on it, but for vwap.")]
    string? From,
    [property: FromQuery(Name = "to"), Day, Description("Last date, inclusive.")] string? To,
    [property: FromQuery(Name = "interval"), Words("1d", "1d", "1wk", "1mo", "3mo", "1y", "auto"), Description("As for bars.")]
    string? Interval,
    [property: FromQuery(Name = "max"), WholeNumber(1, SeriesRequest.LargestMax, SeriesRequest.DefaultMax)]
    [property: Description("Most bars with interval=auto.")]
    string? Max,
    [property: FromQuery(Name = "adjust"), Words("splits", "none", "splits", "all")]
    [property: Description("none is as traded, all is for splits and dividends.")]
    string? Adjust,
    [property: FromQuery(Name = "asOf"), Text, Description("Not supported yet.")] string? AsOf,
    [property: FromQuery(Name = "source"), WordsOf<SourceName>, Description("Only bars from this source; default: the served series.")]
    string? Source)
{
    private static readonly string[] OfEveryIndicator = ["name", "ind", "from", "to", "interval", "max", "adjust", "asOf", "source"];

    /// <summary>Null, with a problem, if a value is invalid.</summary>
    /// <param name="query">The whole query: what is none of these parameters is the indicator's own.</param>
    public (SeriesRequest? Request, IReadOnlyList<IndicatorCall> Calls, ProblemHttpResult? Problem) Read(IQueryCollection query)
    {
        var (request, _, _, problem) = new SeriesParameters(From, To, Interval, Max, Adjust, AsOf, Source, null, null, null, null).Read();
        if (request is null)
            return (null, [], problem);
        var own = query.Where(q => !OfEveryIndicator.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var (calls, sentence) = Calls(own);
        return sentence is null ? (request, calls, null) : (null, [], Problems.Invalid("invalidIndicator", sentence));
    }

    private (IReadOnlyList<IndicatorCall> Calls, string? Problem) Calls(Dictionary<string, string> own)
    {
        if (string.IsNullOrEmpty(Name) == string.IsNullOrEmpty(Ind))
            return ([], "Either name or ind is expected: name=sma&period=20, or ind=sma(20),macd(12,26,9).");
        if (!string.IsNullOrEmpty(Name))
            return IndicatorCall.TryRead(Name, own, out var call, out var wrong) ? ([call], null) : ([], wrong);
        if (own.Count > 0)
            return ([], $"There is no parameter {own.Keys.First()} with ind: values stand in parentheses, like ind=sma(20).");
        return IndicatorCall.TryReadList(Ind!, out var calls, out var problem) ? (calls, null) : ([], problem);
    }
}
