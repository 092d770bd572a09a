using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.HeavyReading;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Api.Bulk;
using CreamPie.Web.Api.Contract;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

internal static class SeriesApi
{
    /// <summary>Which periods the dates cut; for the formats that have no place for it.</summary>
    private const string PartialHeader = "X-Partial";

    public static void MapSeries(this RouteGroupBuilder stock) => stock.MapGet("/bars", BarsAsync)
        .Named(
            "GetBars", "Bars of a stock",
            "Daily or longer bars, oldest first: as traded, split-adjusted or total return; as JSON, columns, CSV, Parquet or an Arrow "
            + "stream.")
        .Produces<BarSeries>(
            StatusCodes.Status200OK, "application/json", "text/csv", BarsParquet.ContentType, BarsArrow.ContentType)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<
        Ok<BarSeries>, FileContentHttpResult, PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> BarsAsync(
        Symbol symbol, [AsParameters] SeriesParameters parameters, HttpContext context, Caller caller, SeriesQuery query,
        HeavyReads heavyReads, CancellationToken cancellationToken)
    {
        var (request, format, columns, problem) = parameters.Read();
        if (request is null)
            return problem!;
        if (format is not (SeriesFormat.Json or SeriesFormat.Columns))
            context.Response.RegisterForDispose(await heavyReads.AnswerAsync(caller, cancellationToken));
        // Without an earlier answer there is nothing to compare before the bars are read: one round trip.
        Func<string, bool>? isKnown = context.Request.Headers.IfNoneMatch.Count > 0 ? context.Request.HasTag : null;
        if (await query.BarsAsync(caller, symbol, request, isKnown, cancellationToken) is not { } answer)
            return UnknownSymbol(symbol);
        context.Response.WriteTag(answer.Tag);
        if (answer.Series is not { } series)
            return EntityTags.NotModified();
        context.Response.Headers[Basis.Header] = Basis.Of(series);
        if (series.Partial is { } partial)
            context.Response.Headers[PartialHeader] = partial.ToString().ToLowerInvariant();
        series = series with { Next = Next(context.Request, series, parameters) };
        if (format is SeriesFormat.Json or SeriesFormat.Columns)
            return TypedResults.Ok(format == SeriesFormat.Columns ? series.AsColumns(columns) : series);
        if (series.Next is not null)
            context.Response.Headers.Link = $"<{series.Next}>; rel=\"next\"";
        return format == SeriesFormat.Csv
            ? TypedResults.File(BarsCsv.Of(series), BulkCsv.ContentType, BarsCsv.FileName(series, request) + ".csv")
            : BulkApi.Written(
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
