using System.Collections.Concurrent;
using System.Text;
using CreamPie.Tests.Ingestion;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Benchmarks.Round;

/// <summary>A source on loopback that takes its time, and has the same twenty sessions of every symbol.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);

    private Upstream(WebApplication app) => _app = app;

    public string Root => _app.Urls.Single() + "/";

    public static async Task<Upstream> StartAsync(TimeSpan wait)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var upstream = new Upstream(builder.Build());
        var now = DateTime.UnixEpoch.AddTicks(TimeProvider.System.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks);
        var bars = SourceResponses.Sessions(now, 20);
        upstream._app.MapGet("/quote/{symbol}/history/", (string symbol, HttpContext context) => upstream.AnswerAsync(
            context, wait, "text/html; charset=utf-8", "page " + symbol, () => SourceResponses.Page(symbol, bars, now)));
        upstream._app.MapGet("/v8/finance/chart/{symbol}", (string symbol, HttpContext context) => upstream.AnswerAsync(
            context, wait, "application/json", "chart " + symbol,
            () => Encoding.UTF8.GetBytes(SourceResponses.ChartJson(symbol, bars, now))));
        await upstream._app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, TimeSpan wait, string type, string key, Func<byte[]> write)
    {
        using var timer = new PeriodicTimer(wait);
        await timer.WaitForNextTickAsync(context.RequestAborted);
        var bytes = _answers.GetOrAdd(key, _ => write());
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
