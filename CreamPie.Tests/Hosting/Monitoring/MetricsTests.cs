using System.Diagnostics;
using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting.Monitoring;
using Microsoft.AspNetCore.Http;

namespace CreamPie.Tests.Hosting.Monitoring;

public sealed class MetricsTests
{
    private static readonly Dictionary<string, string> On = new() { ["Telemetry:Prometheus"] = "true" };

    [Fact]
    public async Task Metrics_are_for_admins_and_their_keys_where_they_are_on()
    {
        await using var app = await TestApplication.StartAsync(settings: On);
        using var anonymous = app.Anonymous();
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await ByKeyAsync("read"));
        Assert.Equal(HttpStatusCode.OK, await ByKeyAsync("read", "admin"));

        async Task<HttpStatusCode> ByKeyAsync(params string[] scopes)
        {
            var (_, key) = await admin.AddKeyAsync(scopes);
            using var scraper = app.Anonymous();
            scraper.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
            return (await scraper.GetAsync("/metrics")).StatusCode;
        }
    }

    [PostgresFact]
    public async Task Worker_serves_its_own_metrics_by_the_same_rules()
    {
        await using var web = await TestApplication.StartAsync(DatabaseProvider.Postgres, On);
        await using var worker = web.StartSecondNode("Worker");
        using var admin = await web.AdminAsync();
        using var analyst = await web.AnalystAsync();
        using var anonymous = worker.Anonymous();
        using var reader = worker.SendingKey((await analyst.AddKeyAsync("read")).Key);
        using var collector = worker.SendingKey((await admin.AddKeyAsync("read", "admin")).Key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/metrics")).StatusCode);
        Assert.Contains("dotnet_process_memory_working_set_bytes", await collector.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collector_asks_each_node_by_its_own_name_and_by_http()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string>(On) { ["Hosting:PublicUrl"] = "https://stocks.example.org" });
        using var anonymous = app.Anonymous();

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("http://worker1:8080/metrics")).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_off_by_default()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public void Trace_of_a_feed_hides_its_token()
    {
        using var activity = new Activity("GET").Start();
        activity.SetTag("url.path", "/feeds/secret/prices.csv");

        Telemetry.HideFeed(activity, new PathString("/feeds/secret/prices.csv"));

        Assert.DoesNotContain("secret", activity.GetTagItem("url.path") as string, StringComparison.Ordinal);
    }
}
