using CreamPie.Core.Accounts.Feeds;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api;
using CreamPie.Web.Api.Bulk;
using CreamPie.Web.Api.Caching;

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

    private static async Task<IResult> ParquetAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesQuery query, HeavyReads heavyReads,
        CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(symbol) is not { } known)
            return FeedEndpoints.NotInFeed(symbol);
        var (request, problem) = range.Read();
        if (request is null)
            return problem!;
        context.Response.RegisterForDispose(await heavyReads.AnswerAsync(feed, cancellationToken));
        if (await query.BarsAsync(feed.Owner, known, request, context.Request.HasTag, cancellationToken) is not { } answer)
            return FeedEndpoints.NotInFeed(symbol);
        context.Response.WriteTag(answer.Tag);
        if (answer.Series is not { } series)
            return EntityTags.NotModified();
        context.Response.Headers[Basis.Header] = Basis.Of(series);
        if (series.Partial is { } partial)
            context.Response.Headers[SeriesAnswers.PartialHeader] = partial.ToString().ToLowerInvariant();
        // Whole in memory: readers of Parquet begin at its end, by parts.
        using var bytes = new MemoryStream();
        await BarsParquet.WriteAsync(bytes, BarTable.Of(series), new[] { series }.ToAsyncEnumerable(), cancellationToken);
        return FeedEndpoints.File(bytes.ToArray(), BarsParquet.ContentType, $"{known}.parquet", answer.Tag);
    }

    private static Task<IResult> CsvAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesAnswers answers,
        HeavyReads heavyReads, CancellationToken cancellationToken) =>
        AnswerAsync(symbol, range, feed, context, answers, heavyReads, SeriesFormat.Csv, "csv", cancellationToken);

    private static Task<IResult> JsonAsync(
        string symbol, [AsParameters] FeedRange range, OpenFeed feed, HttpContext context, SeriesAnswers answers,
        HeavyReads heavyReads, CancellationToken cancellationToken) =>
        AnswerAsync(symbol, range, feed, context, answers, heavyReads, SeriesFormat.Json, "json", cancellationToken);

    private static async Task<IResult> AnswerAsync(
        string text, FeedRange range, OpenFeed feed, HttpContext context, SeriesAnswers answers, HeavyReads heavyReads,
        SeriesFormat format, string ending, CancellationToken cancellationToken)
    {
        if (feed.SymbolOf(text) is not { } symbol)
            return FeedEndpoints.NotInFeed(text);
        var (request, problem) = range.Read();
        if (request is null)
            return problem!;
        if (await answers.TagAsync(feed.Owner, symbol, request, cancellationToken) is not { } tag)
            return FeedEndpoints.NotInFeed(text);
        if (context.Request.HasTag(tag))
        {
            context.Response.WriteTag(tag);
            return EntityTags.NotModified();
        }
        var form = new SeriesForm(format, []) { Place = cancel => heavyReads.AnswerAsync(feed, cancel) };
        if (await answers.GetAsync(context, feed.Owner, symbol, request, form, tag, cancellationToken) is not { } answer)
            return FeedEndpoints.NotInFeed(text);
        context.Response.WriteTag(answer.Tag);
        return answer.File(context.Response, $"{symbol}.{ending}");
    }
}
