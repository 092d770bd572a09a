using System.Globalization;
using System.IO.Compression;
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.Site;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>One request for a history to be answered wrongly: the true page or chart of its symbol, and ways to spoil it.</summary>
internal sealed class FaultyAnswer(HttpContext context, SimulatedMarket market, TimeProvider time, Symbol symbol, bool isChart)
{
    public const string Html = "text/html; charset=utf-8";

    private static readonly UTF8Encoding Unmarked = new(encoderShouldEmitUTF8Identifier: false);

    private HttpResponse Response => context.Response;

    private string Type => isChart ? "application/json;charset=utf-8" : Html;

    /// <param name="of">Another symbol than the requested one.</param>
    /// <param name="until">End of the range, in seconds since 1970.</param>
    /// <param name="spoil">Changes the rows of this one answer.</param>
    public ReadOnlyMemory<byte> Truth(Symbol? of = null, long? until = null, Action<SimulatedQuote>? spoil = null)
    {
        var quote = market.Quote(of ?? symbol, null, until);
        spoil?.Invoke(quote);
        return isChart ? ChartJson.Of(quote) : HistoryPage.Of(quote);
    }

    public Task StatusAsync(int status, string? retryAfter = null)
    {
        Response.StatusCode = status;
        if (retryAfter is not null)
            Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    /// <param name="retryAfter">From now, sent as a date.</param>
    public Task StatusAsync(int status, TimeSpan retryAfter) =>
        StatusAsync(status, (time.GetUtcNow() + retryAfter).ToString("R", CultureInfo.InvariantCulture));

    public Task RedirectAsync(string location)
    {
        Response.Headers.Location = location;
        return StatusAsync(StatusCodes.Status302Found);
    }

    public Task BodyAsync(ReadOnlyMemory<byte> body, string? type = null, string? coding = null)
    {
        Response.ContentType = type ?? Type;
        Response.ContentLength = body.Length;
        if (coding is not null)
            Response.Headers.ContentEncoding = coding;
        return Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    public Task HtmlAsync(string page, int status = StatusCodes.Status200OK)
    {
        Response.StatusCode = status;
        return BodyAsync(Encoding.UTF8.GetBytes(page), Html);
    }

    /// <summary>A site that writes the same differently; the page without its payload, which would still be readable.</summary>
    /// <param name="chart">Null for a chart with another name for the closes.</param>
    public Task ChangedAsync(Func<string, string> page, Func<string, string>? chart = null) => InLettersOfAsync(Unmarked, page, chart);

    /// <summary>The same in another encoding, which the headers do not declare.</summary>
    public Task InLettersOfAsync(Encoding encoding, Func<string, string> page, Func<string, string>? chart = null)
    {
        var text = Encoding.UTF8.GetString(Truth().Span);
        text = isChart ? (chart ?? SpoiledText.RenamedSeries)(text) : page(SpoiledText.WithoutPayload(text));
        return BodyAsync((byte[])[.. encoding.Preamble, .. encoding.GetBytes(text)]);
    }

    /// <summary>11 MB uncompressed, without a length header that would reveal it at once.</summary>
    public Task LargeAsync() => StreamAsync(Type, "", new string(' ', 1 << 16), 11 * 16, "");

    /// <summary>A page of 1.1 million tags, in less than 4 MB.</summary>
    public Task TagsAsync() =>
        StreamAsync(Html, "<!doctype html><html><body>", string.Concat(Enumerable.Repeat("<b>", 11_000)), 100, "</body></html>");

    private async Task StreamAsync(string type, string start, string part, int parts, string end)
    {
        Response.ContentType = type;
        await Response.WriteAsync(start, context.RequestAborted);
        var bytes = Encoding.UTF8.GetBytes(part);
        for (var i = 0; i < parts; i++)
            await Response.Body.WriteAsync(bytes, context.RequestAborted);
        await Response.WriteAsync(end, context.RequestAborted);
    }

    /// <summary>A few kilobytes that decompress to 64 MB.</summary>
    public async Task BombAsync()
    {
        Response.ContentType = Type;
        Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(Response.Body, CompressionLevel.Optimal);
        var zeroes = new byte[1 << 20];
        for (var i = 0; i < 64; i++)
            await gzip.WriteAsync(zeroes, context.RequestAborted);
    }

    /// <summary>A byte every half second, for half an hour at most.</summary>
    public async Task DripAsync()
    {
        Response.ContentType = Type;
        var truth = Truth();
        for (var i = 0; i < Math.Min(truth.Length, 3_600); i++)
        {
            await Response.Body.WriteAsync(truth.Slice(i, 1), context.RequestAborted);
            await Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, context.RequestAborted);
        }
    }

    public static byte[] Zipped(ReadOnlyMemory<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body.Span);
        return packed.ToArray();
    }
}
