using System.Text.Json.Serialization;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using Microsoft.AspNetCore.Mvc;

namespace CreamPie.Web.Feeds.Udf;

/// <summary>Bars as columns. A candle without an open, high or low is drawn at its close: the chart has no other way to draw it.</summary>
internal sealed record UdfBars(
    [property: JsonPropertyName("s")] string Status,
    [property: JsonPropertyName("t")] IEnumerable<long> Times,
    [property: JsonPropertyName("o")] IEnumerable<double> Opens,
    [property: JsonPropertyName("h")] IEnumerable<double> Highs,
    [property: JsonPropertyName("l")] IEnumerable<double> Lows,
    [property: JsonPropertyName("c")] IEnumerable<double> Closes,
    [property: JsonPropertyName("v")] IEnumerable<long> Volumes)
{
    public static UdfBars Of(IReadOnlyList<DailyBar> bars) => new(
        "ok",
        bars.Select(b => b.Date.Seconds()),
        bars.Select(b => b.Open ?? b.Close),
        bars.Select(b => b.High ?? Math.Max(b.Open ?? b.Close, b.Close)),
        bars.Select(b => b.Low ?? Math.Min(b.Open ?? b.Close, b.Close)),
        bars.Select(b => b.Close),
        bars.Select(b => b.Volume ?? 0));
}

/// <param name="Status">Always no_data.</param>
/// <param name="NextTime">The newest bar before the range; null if there is none.</param>
internal sealed record UdfNothing(
    [property: JsonPropertyName("s")] string Status,
    [property: JsonPropertyName("nextTime"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? NextTime);

internal static class UdfHistory
{
    public static void MapHistory(this RouteGroupBuilder udf) => udf.MapRead("/history", HistoryAsync);

    private static async Task<IResult> HistoryAsync(
        [FromQuery] string? symbol, [FromQuery] string? from, [FromQuery] string? to, [FromQuery] string? resolution,
        [FromQuery] string? countback, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(symbol) is not { } known)
            return UdfEndpoints.Unknown();
        if (UdfResolution.Of(resolution) is not { } interval)
            return UdfEndpoints.Error($"resolution must be one of {string.Join(", ", UdfResolution.All)}");
        if (UdfEndpoints.Last(to) is not { } last || (from is not null && UdfEndpoints.First(from) is null))
            return UdfEndpoints.Error("from and to must be seconds since 1970");
        int? count = int.TryParse(countback, out var bars) && bars is > 0 and <= SeriesRequest.MaxLimit ? bars : null;
        if (countback is not null && count is null)
            return UdfEndpoints.Error($"countback must be from 1 to {SeriesRequest.MaxLimit}");

        context.Response.RegisterForDispose(await heavyReads.AnswerAsync(feed, cancellationToken));
        // A range that counts back needs all before its end: the chart says how many, and from is only its guess.
        var first = count is null ? UdfEndpoints.First(from) : null;
        if (await ReadAsync(query, feed, known, interval, first, last, cancellationToken) is not { } found)
            return UdfEndpoints.Unknown();
        if (found.Count > 0)
            return TypedResults.Json(UdfBars.Of(count is { } most && most < found.Count ? [.. found.Skip(found.Count - most)] : found));
        var before = first is null ? [] : await ReadAsync(query, feed, known, interval, null, first.Value, cancellationToken);
        return TypedResults.Json(new UdfNothing("no_data", before is { Count: > 0 } ? before[^1].Date.Seconds() : null));
    }

    private static async Task<IReadOnlyList<DailyBar>?> ReadAsync(
        SeriesQuery query, OpenFeed feed, Symbol symbol, Interval interval, DateOnly? from, DateOnly to,
        CancellationToken cancellationToken)
    {
        // The dates would cut longer bars, and a chart asks for one page after the other: its bars are whole, wherever a page ends.
        var request = interval == Interval.Daily ? new SeriesRequest(from, to) : new SeriesRequest(Interval: interval);
        return await query.BarsAsync(feed.Owner, symbol, request, cancellationToken) is { } series
            ? [.. (series.Bars ?? []).Where(b => !(b.Date < from) && b.Date <= to)]
            : null;
    }
}
