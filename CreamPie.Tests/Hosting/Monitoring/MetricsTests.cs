using System.Diagnostics;
using System.Net;
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
