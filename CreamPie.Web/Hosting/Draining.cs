using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>
/// A stop behind a proxy, without a failed request: the readiness answers 503 at once, the proxy sends new requests elsewhere, and only
/// then the server stops listening. Until then it serves whoever still comes, asks them to connect anew, and takes no more pages.
/// </summary>
internal sealed partial class Draining(
    IHostApplicationLifetime lifetime, IOptions<NodeOptions> node, TimeProvider time, ILogger<Draining> log)
    : IHostedLifecycleService, IHealthCheck
{
    public bool IsOn => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Runs before any service stops.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // No proxy sends requests to a worker.
        if (node.Value is { DrainSeconds: 0 } or { ServesPages: false })
            return;
        Log.Begins(log, node.Value.DrainSeconds);
        await Task.Delay(TimeSpan.FromSeconds(node.Value.DrainSeconds), time, cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsOn ? HealthCheckResult.Unhealthy("This node is stopping.") : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "Stopping: not ready from now on, serving for {Seconds} more seconds (Node__DrainSeconds).")]
        public static partial void Begins(ILogger logger, int seconds);
    }
}

internal static class DrainingServices
{
    public static void AddDraining(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        builder.Services.AddHealthChecks().AddCheck<Draining>("stopping");
        // What the host gives a worker to finish, and the wait before it.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<NodeOptions>>((host, node) =>
            host.ShutdownTimeout += TimeSpan.FromSeconds(node.Value.DrainSeconds));
    }

    /// <summary>A connection kept alive would be cut in the middle of somebody's next request.</summary>
    public static void UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use((context, next) =>
        {
            if (!draining.IsOn)
                return next(context);
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.Headers.Connection = "close";
            if (!context.Request.Path.StartsWithSegments("/_blazor"))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
    }
}
