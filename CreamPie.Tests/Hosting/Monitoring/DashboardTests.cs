using System.Text.Json;
using System.Text.RegularExpressions;
using CreamPie.Core.Accounts;
using CreamPie.Core.Monitoring.Metrics;
using CreamPie.Core.Querying.Operating;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Hosting.Monitoring;

/// <summary>docs/grafana.json, against what a program serves that has pulled a stock and has an open page.</summary>
public sealed partial class DashboardTests
{
    [PostgresFact]
    public async Task Every_metric_of_the_dashboard_is_served()
    {
        await using var app = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string> { ["Telemetry:Prometheus"] = "true" }, realSockets: true,
            environment: "Development");
        using var admin = await app.AdminAsync();
        using (var tracked = await admin.PostAsync(
            "/api/stock-data/track", new StringContent("{\"symbol\":\"PIE\"}", System.Text.Encoding.UTF8, "application/json")))
            tracked.EnsureSuccessStatusCode();
        Assert.Contains("\"bars\":", await admin.GetStringAsync("/api/stock-data/track/PIE?wait=60"), StringComparison.Ordinal);
        using var circuit = await RawCircuit.OpenAsync(
            admin.BaseAddress!, admin.DefaultRequestHeaders.Authorization!.Parameter!);
        await circuit.ReceiveAsync();
        app.Services.GetRequiredService<InstallationMeter>().Show(
            await app.Services.GetRequiredService<OverviewQuery>().OverviewAsync(Caller.System, CancellationToken.None));

        var served = Samples().Matches(await admin.GetStringAsync("/metrics")).Select(m => m.Groups[1].Value).ToHashSet();

        var asked = Asked();
        Assert.True(asked.Count > 15, $"{asked.Count} metrics");
        Assert.Equal([], asked.Except(served));
    }

    /// <summary>The names in the queries of all panels.</summary>
    private static HashSet<string> Asked()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "grafana.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray())
            .SelectMany(t => Names().Matches(Labels().Replace(t.GetProperty("expr").GetString()!, "")))
            .Select(m => m.Value)];
    }

    [GeneratedRegex(@"by \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(?:creampie|http|kestrel|aspnetcore|dotnet|db)_[a-z_]+(?=[\s()\[]|$)")]
    private static partial Regex Names();

    [GeneratedRegex(@"^([a-z_]+)[{ ]", RegexOptions.Multiline)]
    private static partial Regex Samples();
}
