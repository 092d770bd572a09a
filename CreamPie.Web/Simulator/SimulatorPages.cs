using System.IO.Compression;
using CreamPie.Core.Market;
using Microsoft.Net.Http.Headers;

namespace CreamPie.Web.Simulator;

/// <summary>The market's web site: one page for each symbol.</summary>
internal static class SimulatorPages
{
    public static void MapSimulator(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<Simulation>().IsOn)
            return;
        // With or without the slash at the end, as routing has it.
        app.MapGet(Simulation.Path + "/quote/{symbol}/history", ServeAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ServeAsync(string symbol, long? period1, long? period2, HttpContext context, SimulatedMarket market, TimeProvider time)
    {
        if (!Symbol.TryParse(symbol, out var known))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var page = HistoryPage.Of(new Quote(market.Look(known), period1 ?? long.MinValue, period2 ?? long.MaxValue));
        if (await Trouble.OfAsync(known.Value, page, context, time) is { } served)
            await WriteAsync(served, context);
    }

    private static async Task WriteAsync(ReadOnlyMemory<byte> page, HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentLength = page.Length;
            await response.Body.WriteAsync(page, context.RequestAborted);
            return;
        }
        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync(page, context.RequestAborted);
    }
}
