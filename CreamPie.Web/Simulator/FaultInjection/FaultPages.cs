using System.Text.Encodings.Web;
using CreamPie.Core.Market;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator.Exchange;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>Websites with one fault each, besides the market's own, and the list of them.</summary>
internal static class FaultPages
{
    public const string Path = Simulation.FaultsPath;

    /// <summary>Our own robots.txt disallows one of the faults: that is the fault.</summary>
    private const string Robots = $"User-agent: *\nDisallow: {Path}/{Faults.RobotsDisallow}/\n";

    public static void MapFaults(this WebApplication app)
    {
        app.MapGet("/robots.txt", () => TypedResults.Text(Robots)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Path, () => TypedResults.Content(List(), FaultyAnswer.Html)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Path + "/{fault}/quote/{symbol}/history", PageAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Path + "/{fault}/v8/finance/chart/{symbol}", ChartAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task PageAsync(string fault, string symbol, HttpContext context, SimulatedMarket market, TimeProvider time) =>
        AnswerAsync(fault, symbol, isChart: false, context, market, time);

    private static Task ChartAsync(string fault, string symbol, HttpContext context, SimulatedMarket market, TimeProvider time) =>
        AnswerAsync(fault, symbol, isChart: true, context, market, time);

    private static Task AnswerAsync(
        string fault, string symbol, bool isChart, HttpContext context, SimulatedMarket market, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (Faults.Find(fault) is { } known && Symbol.TryParse(symbol, out var asked))
            return known.AnswerAsync(new FaultyAnswer(context, market, time, asked, isChart));
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string List() => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="/favicon.svg">
        <title>Faults - simulated market</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
        code { overflow-wrap: anywhere }
        dt { font-family: ui-monospace, monospace }
        dd { margin: 0 0 .75rem }
        </style>
        </head>
        <body>
        <h1>Simulated source faults</h1>
        <p>Each one is a website with one fault. Point a source at it, for example
        <code>Sources__YahooPage__BaseUrl={{Simulation.Address}}/faults/forbidden</code>.</p>
        <dl>
        {{string.Concat(Faults.All.Select(Entry))}}</dl>
        </body>
        </html>

        """;

    private static string Entry(Faults.Fault fault) =>
        $"<dt><a href=\"{Path}/{fault.Name}/quote/PIE/history\">{fault.Name}</a></dt>"
        + $"<dd>{HtmlEncoder.Default.Encode(fault.What)}</dd>\n";
}
