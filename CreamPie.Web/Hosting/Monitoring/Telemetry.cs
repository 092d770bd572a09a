using System.Diagnostics;
using CreamPie.Core.Monitoring;
using CreamPie.Web.Api;
using CreamPie.Web.Http;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CreamPie.Web.Hosting.Monitoring;

/// <summary>OpenTelemetry: the framework's meters and ours, and traces of requests, runs and queries.</summary>
internal static class Telemetry
{
    public const string MetricsPath = "/metrics";

    private static readonly string[] Meters =
    [
        "CreamPie.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Components.Server.Circuits", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .Validate(
                TelemetryOptions.HasAddress,
                "Telemetry__OtlpEndpoint must be the http or https address of a collector, like http://localhost:4317.");
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();
        if (!TelemetryOptions.HasAddress(options) || options is { Prometheus: false, HasCollector: false })
            return;
        builder.Services.AddInstallationMeter();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("creampie", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (options.Prometheus)
                    metrics.AddPrometheusExporter();
                if (options.HasCollector)
                    metrics.AddOtlpExporter(o => o.Endpoint = new(options.OtlpEndpoint!));
            });
        if (options.HasCollector)
        {
            telemetry.WithTracing(traces => traces
                .AddSource("CreamPie.*", "Npgsql")
                .AddAspNetCoreInstrumentation(o => o.EnrichWithHttpRequest = (activity, request) => HideFeed(activity, request.Path))
                .AddOtlpExporter(o => o.Endpoint = new(options.OtlpEndpoint!)));
        }
    }

    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Prometheus)
            app.MapPrometheusScrapingEndpoint(MetricsPath).ForAdmins().ExcludeFromDescription();
    }

    /// <summary>The address of a feed is its password, and a collector keeps what it gets.</summary>
    internal static void HideFeed(Activity activity, PathString path)
    {
        if (path.StartsWithSegments(FeedPath.Root))
            activity.SetTag("url.path", FeedPath.Of(FeedPath.Masked));
    }
}
