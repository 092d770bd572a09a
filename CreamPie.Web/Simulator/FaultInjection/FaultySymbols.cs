using System.Text;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>
/// Symbols that show what can go wrong. None answers with a consent page or "too many requests": those would pause the
/// whole host, the only one of the simulated market.
/// </summary>
internal static class FaultySymbols
{
    public const string Unknown = "NOPE";
    public const string Walled = "WALL";
    public const string Cropped = "CROP";
    public const string Busy = "BUSY";
    public const string Slow = "SLOW";

    internal static readonly TimeSpan Slowness = TimeSpan.FromSeconds(6);

    /// <returns>What is served instead of the page; null for the status alone.</returns>
    public static async Task<ReadOnlyMemory<byte>?> OfAsync(
        string symbol, ReadOnlyMemory<byte> page, HttpContext context, TimeProvider time)
    {
        switch (symbol)
        {
            case Unknown:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return null;
            case Busy:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return null;
            case Walled:
                return Encoding.UTF8.GetBytes(Wall);
            case Cropped:
                return page[..(page.Length / 3)];
            case Slow:
                await Task.Delay(Slowness, time, context.RequestAborted);
                return page;
            default:
                return page;
        }
    }

    private const string Wall = """
        <!doctype html>
        <html lang="en-US">
        <head>
        <meta charset="utf-8" />
        <title>Simulated WALL (WALL) Stock Price, News, Quote - simulated</title>
        <link rel="canonical" href="https://finance.yahoo.com/quote/WALL/">
        </head>
        <body>
        <h1>Simulated WALL (WALL)</h1>
        <p>Historical data is for subscribers.</p>
        </body>
        </html>

        """;
}
