namespace CreamPie.Web.Hosting.Monitoring;

/// <summary>Who collects metrics and traces; nobody by default, and then none are made.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Serves /metrics in Prometheus' format to admins and to API keys with the scope admin.</summary>
    public bool Prometheus { get; set; }

    /// <summary>Address of an OpenTelemetry collector (OTLP over gRPC), like http://localhost:4317; null for none.</summary>
    public string? OtlpEndpoint { get; set; }

    public bool HasCollector => !string.IsNullOrWhiteSpace(OtlpEndpoint);

    public static bool HasAddress(TelemetryOptions options) => !options.HasCollector
        || (Uri.TryCreate(options.OtlpEndpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https");
}
