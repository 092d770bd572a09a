using System.IO.Compression;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Simulator.Site;

/// <summary>The market's website: one page for each symbol, and the data of its chart.</summary>
internal static class SimulatorPages
{
    private const string Html = "text/html; charset=utf-8";
    private const string Json = "application/json;charset=utf-8";

    public static void MapMarket(this WebApplication app)
    {
        // With or without a trailing slash, like routing.
        app.MapGet(Simulation.Path + "/quote/{symbol}/history", ServePageAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Simulation.Path + "/v8/finance/chart/{symbol}", ServeChartAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ServePageAsync(
        string symbol, long? period1, long? period2, HttpContext context, SimulatedMarket market, TimeProvider time)
    {
        if (!Symbol.TryParse(symbol, out var known))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var page = HistoryPage.Of(market.Quote(known, period1, period2));
        if (await FaultySymbols.OfAsync(known.Value, page, context, time) is { } served)
            await WriteAsync(served, Html, context);
    }

    private static async Task ServeChartAsync(
        string symbol, long? period1, long? period2, string? range, string? interval, HttpContext context, SimulatedMarket market,
        TimeProvider time)
    {
        // The newest session so far.
        if (range == "1d")
            period1 = SimulatedQuote.Seconds(MarketHours.OpenOf(MarketHours.LastBegun(time.Now())));
        if (interval is not (null or "1d"))
        {
            await RefuseAsync(
                StatusCodes.Status422UnprocessableEntity, "Unprocessable Entity", "The simulated market has daily bars only.", context);
        }
        else if (!Symbol.TryParse(symbol, out var known) || known.Value == FaultySymbols.Unknown)
            await RefuseAsync(StatusCodes.Status404NotFound, "Not Found", "No data found, symbol may be delisted", context);
        else if (await FaultySymbols.OfAsync(known.Value, ChartJson.Of(market.Quote(known, period1, period2)), context, time) is { } served)
            await WriteAsync(served, known.Value == FaultySymbols.Walled ? Html : Json, context);
    }

    /// <summary>An error as Yahoo's chart endpoint words it.</summary>
    private static Task RefuseAsync(int status, string code, string description, HttpContext context)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new { chart = new { result = (object?)null, error = new { code, description } } }, context.RequestAborted);
    }

    internal static async Task WriteAsync(ReadOnlyMemory<byte> body, string type, HttpContext context)
    {
        var response = context.Response;
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(body, context.RequestAborted);
    }
}
