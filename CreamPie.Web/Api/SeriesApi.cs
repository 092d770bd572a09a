using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api.Bulk;
using CreamPie.Web.Api.Caching;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

internal static class SeriesApi
{
    public static void MapSeries(this RouteGroupBuilder stock) => stock.MapGet("/bars", BarsAsync)
        .Named(
            "GetBars", "Bars of a stock",
            "Daily or longer bars, oldest first: as traded, split-adjusted or total return; as JSON, columns, CSV, Parquet or an Arrow "
            + "stream.")
        .Produces<BarSeries>(
            StatusCodes.Status200OK, "application/json", "text/csv", BarsParquet.ContentType, BarsArrow.ContentType)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<FileContentHttpResult, PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> BarsAsync(
        Symbol symbol, [AsParameters] SeriesParameters parameters, HttpContext context, Caller caller, SeriesAnswers answers,
        SeriesQuery query, HeavyReads heavyReads, CancellationToken cancellationToken)
    {
        var (request, format, columns, problem) = parameters.Read();
        if (request is null)
            return problem!;
        if (format is SeriesFormat.Parquet or SeriesFormat.Arrow)
        {
            context.Response.RegisterForDispose(await heavyReads.AnswerAsync(caller, cancellationToken));
            return await StreamAsync(symbol, request, format, parameters, context, caller, query, cancellationToken);
        }
        if (await answers.TagAsync(caller, symbol, request, cancellationToken) is not { } tag)
            return UnknownSymbol(symbol);
        if (context.Request.HasTag(tag))
        {
            context.Response.WriteTag(tag);
            return EntityTags.NotModified();
        }
        var form = new SeriesForm(format, columns)
        {
            Next = series => Next(context.Request, series, parameters),
            Page = request.Limit is null ? "" : $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}",
            Place = format == SeriesFormat.Csv ? cancel => heavyReads.AnswerAsync(caller, cancel) : null,
        };
        if (await answers.GetAsync(context, caller, symbol, request, form, tag, cancellationToken) is not { } answer)
            return UnknownSymbol(symbol);
        context.Response.WriteTag(answer.Tag);
        return answer.Result(context.Response);
    }

    private static async Task<Results<FileContentHttpResult, PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> StreamAsync(
        Symbol symbol, SeriesRequest request, SeriesFormat format, SeriesParameters parameters, HttpContext context, Caller caller,
        SeriesQuery query, CancellationToken cancellationToken)
    {
        if (await query.BarsAsync(caller, symbol, request, context.Request.HasTag, cancellationToken) is not { } answer)
            return UnknownSymbol(symbol);
        context.Response.WriteTag(answer.Tag);
        if (answer.Series is not { } series)
            return EntityTags.NotModified();
        context.Response.Headers[Basis.Header] = Basis.Of(series);
        if (series.Partial is { } partial)
            context.Response.Headers[SeriesAnswers.PartialHeader] = partial.ToString().ToLowerInvariant();
        series = series with { Next = Next(context.Request, series, parameters) };
        if (series.Next is not null)
            context.Response.Headers.Link = $"<{series.Next}>; rel=\"next\"";
        return BulkApi.Written(
            BarTable.Of(series), format == SeriesFormat.Parquet ? BulkFormat.Parquet : BulkFormat.Arrow, Alone(series),
            BarsCsv.FileName(series, request), cancellationToken);
    }

    private static async IAsyncEnumerable<BarSeries> Alone(BarSeries series)
    {
        await Task.CompletedTask;
        yield return series;
    }

    public static ProblemHttpResult UnknownSymbol(Symbol symbol) =>
        Problems.NotFound(
            "unknownSymbol", $"{symbol} is not tracked and has no imported data. POST {StockDataPath.Root}/track to track it.");

    /// <summary>Later pages keep the interval that "auto" chose for the whole range.</summary>
    private static string? Next(HttpRequest request, BarSeries series, SeriesParameters parameters) =>
        "auto".Equals(parameters.Interval, StringComparison.OrdinalIgnoreCase)
            ? QueryText.Next(request, series.Cursor, ("interval", series.Interval), ("max", null))
            : QueryText.Next(request, series.Cursor);
}
