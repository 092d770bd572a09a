using System.Text.Json;
using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api;
using CreamPie.Web.Api.Bulk;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Feeds;

/// <summary>The bars of one symbol of a feed, in the forms of the API: for IMPORTDATA, Power Query and scripts.</summary>
internal static class FeedHistory
{
    public static void MapHistory(this RouteGroupBuilder feed)
    {
        feed.MapRead("/{symbol}.csv", CsvAsync);
        feed.MapRead("/{symbol}.json", JsonAsync);
        feed.MapRead("/{symbol}.parquet", ParquetAsync);
    }

    private static Task<IResult> ParquetAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        CancellationToken cancellationToken) =>
        AnswerAsync(symbol, range, feed, context, query, heavyReads, BarsParquet.ContentType, "parquet", async series =>
        {
            // Whole in memory: readers of Parquet begin at its end, by parts.
            using var bytes = new MemoryStream();
            await BarsParquet.WriteAsync(bytes, BarTable.Of(series), new[] { series }.ToAsyncEnumerable(), cancellationToken);
            return bytes.ToArray();
        }, cancellationToken);

    private static Task<IResult> CsvAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        CancellationToken cancellationToken) =>
        AnswerAsync(symbol, range, feed, context, query, heavyReads, "text/csv; charset=utf-8", "csv", series =>
            Task.FromResult(BarsCsv.Of(series)), cancellationToken);

    private static Task<IResult> JsonAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        IOptions<JsonOptions> json, CancellationToken cancellationToken) =>
        AnswerAsync(symbol, range, feed, context, query, heavyReads, "application/json; charset=utf-8", "json", series =>
            Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(series, json.Value.SerializerOptions)), cancellationToken);

    private static async Task<IResult> AnswerAsync(
        string text, FeedRange range, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        string contentType, string ending, Func<BarSeries, Task<byte[]>> write, CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(text) is not { } symbol)
            return FeedEndpoints.NotInFeed(text);
        var (request, problem) = range.Read();
        if (request is null)
            return problem!;
        context.Response.RegisterForDispose(await heavyReads.AnswerAsync(feed, cancellationToken));
        if (await query.BarsAsync(feed.Owner, symbol, request, context.Request.HasTag, cancellationToken) is not { } answer)
            return FeedEndpoints.NotInFeed(text);
        context.Response.WriteTag(answer.Tag);
        if (answer.Series is not { } series)
            return EntityTags.NotModified();
        context.Response.Headers[Basis.Header] = Basis.Of(series);
        return FeedEndpoints.File(await write(series), contentType, $"{symbol}.{ending}", answer.Tag);
    }
}
