using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Api;

internal static class SeriesApi
{
    private static readonly string Build = typeof(SeriesApi).Module.ModuleVersionId.ToString("N")[..8];

    public static void MapSeries(this RouteGroupBuilder stock) => stock.MapGet("/bars", BarsAsync)
        .WithName("GetBars")
        .WithSummary("Daily or longer bars, oldest first: as traded, split-adjusted or total return; as JSON, columns or CSV.")
        .Produces<BarSeries>(StatusCodes.Status200OK, "application/json", "text/csv")
        .Produces(StatusCodes.Status304NotModified);

    private static async Task<Results<Ok<BarSeries>, FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> BarsAsync(
        Symbol symbol, [AsParameters] SeriesParameters parameters, HttpContext context, Caller caller, SeriesQuery query,
        CancellationToken cancellationToken)
    {
        var (request, format, problem) = parameters.Read();
        if (request is null)
            return problem!;
        if (await query.BarsAsync(caller, symbol, request, tag => IsKnown(context.Request, tag), cancellationToken) is not { } answer)
            return UnknownSymbol(symbol);
        context.Response.Headers.ETag = ETag(answer.Tag);
        context.Response.Headers.CacheControl = "private, no-cache";
        if (answer.Series is not { } series)
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        series = series with { Next = Next(context.Request, series, parameters) };
        if (format != SeriesFormat.Csv)
            return TypedResults.Ok(format == SeriesFormat.Columns ? series.AsColumns() : series);
        if (series.Next is not null)
            context.Response.Headers.Link = $"<{series.Next}>; rel=\"next\"";
        return TypedResults.File(
            Encoding.UTF8.GetBytes(Csv(series)), "text/csv; charset=utf-8",
            $"{series.Symbol}_{series.Interval}_{series.Adjust.ToString().ToLowerInvariant()}.csv");
    }

    public static ProblemHttpResult UnknownSymbol(Symbol symbol) =>
        Problems.NotFound(
            "unknownSymbol", $"{symbol} is not tracked and has no imported data. POST {StockDataPath.Root}/track to track it.");

    /// <summary>Later pages keep the interval that "auto" chose for the whole range.</summary>
    private static string? Next(HttpRequest request, BarSeries series, SeriesParameters parameters) =>
        "auto".Equals(parameters.Interval, StringComparison.OrdinalIgnoreCase)
            ? QueryText.Next(request, series.Cursor, ("interval", series.Interval), ("max", null))
            : QueryText.Next(request, series.Cursor);

    private static bool IsKnown(HttpRequest request, string tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Compare(new EntityTagHeaderValue(ETag(tag)), useStrongComparison: false));

    /// <summary>Strong: no other bytes have it. What another build writes may look different.</summary>
    private static string ETag(string tag) => $"\"{tag}.{Build}\"";

    /// <summary>
    /// Daily split-adjusted bars have Yahoo's own columns, so that our drop folder can import them. Any other content has
    /// headers that no importer mistakes for those. Dates and numbers only: no cell can be a formula.
    /// </summary>
    private static string Csv(BarSeries series)
    {
        var bars = series.Bars ?? [];
        var date = series.Interval switch { "1wk" => "Week", "1mo" => "Month", "3mo" => "Quarter", "1y" => "Year", _ => "Date" };
        var close = series.Adjust switch
        {
            PriceAdjustment.None => "Traded Close",
            PriceAdjustment.All => "Total Return Close",
            _ => "Close",
        };
        var csv = new StringBuilder($"{date},Open,High,Low,{close},Adj Close,Volume\r\n", 64 * (bars.Count + 1));
        foreach (var bar in bars)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{bar.Date:yyyy-MM-dd},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.AdjClose},{bar.Volume}\r\n");
        }
        return csv.ToString();
    }
}
