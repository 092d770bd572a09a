using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Support;

/// <summary>A request as it arrived.</summary>
internal sealed record ReceivedHook(string Id, string Timestamp, string Signature, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Somebody's receiver of webhooks, on 127.0.0.1.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedHook> _received = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Status of every answer.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    public IReadOnlyList<ReceivedHook> Received => [.. _received];

    public string Address => _app.Urls.Single() + "/hooks/creampie";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hooks/creampie", receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _received.Enqueue(new(
            request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(),
            request.Headers["webhook-signature"].ToString(), body.ToArray()));
        return Results.StatusCode(Status);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
