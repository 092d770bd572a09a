using System.Net;
using System.Text.Json;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using CreamPie.Web.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Http;

/// <summary>A web node whose workers died days ago.</summary>
public sealed class HealthTests
{
    [PostgresFact]
    public async Task Readiness_is_degraded_while_no_worker_beats()
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string> { ["Node:Role"] = "Web" }, log: log);
        using var probe = app.Anonymous();
        Assert.Contains(log, line => line.StartsWith("No worker is running", StringComparison.Ordinal));
        Assert.Equal("Degraded", await probe.GetStringAsync("/healthz/ready"));
        Assert.Equal("Healthy", await probe.GetStringAsync("/healthz/live"));

        await BeatAsync(app, TimeSpan.Zero);
        Assert.Equal("Healthy", await probe.GetStringAsync("/healthz/ready"));

        await BeatAsync(app, TimeSpan.FromDays(4));
        using var answer = await probe.GetAsync("/healthz/ready");
        Assert.Equal((HttpStatusCode.OK, "Degraded"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Node_is_named_to_whoever_has_signed_in_only()
    {
        await using var app = await TestApplication.StartAsync();
        using var stranger = app.Anonymous();
        using var analyst = await app.AnalystAsync();

        using var plain = await stranger.GetAsync("/healthz/live");
        using var named = await analyst.GetAsync("/healthz/live");

        Assert.False(plain.Headers.Contains(Health.NodeHeader));
        Assert.True(named.Headers.Contains(Health.NodeHeader));
    }

    [Fact]
    public async Task Node_that_does_everything_is_ready_from_its_first_answer_on()
    {
        await using var app = await TestApplication.StartAsync();
        using var probe = app.Anonymous();

        Assert.Equal("Healthy", await probe.GetStringAsync("/healthz/ready"));
    }

    [PostgresFact]
    public async Task API_says_late_and_that_no_worker_is_there()
    {
        await using var app = await TestApplication.StartAsync(
            DatabaseProvider.Postgres, new Dictionary<string, string> { ["Node:Role"] = "Web" });
        var final = TimeProvider.System.Now().AddDays(-4);
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync())
        {
            db.Stocks.Add(new Stock { Symbol = "AAA", Status = StockStatus.Current, CurrentUntil = final, NextDue = final });
            await db.SaveChangesAsync();
        }
        using var analyst = await app.AnalystAsync();

        Assert.Equal("late", await StatusAsync("/api/stock-data/AAA"));
        using (var tracked = await analyst.PostAsync("/api/stock-data/track", Json("{\"symbol\":\"NEW\"}")))
            tracked.EnsureSuccessStatusCode();
        var progress = JsonDocument.Parse(await analyst.GetStringAsync("/api/stock-data/track/NEW")).RootElement;
        Assert.Equal("No worker is running: the pull waits until one starts.", progress.GetProperty("message").GetString());

        async Task<string?> StatusAsync(string path) =>
            JsonDocument.Parse(await analyst.GetStringAsync(path)).RootElement.GetProperty("status").GetString();
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task BeatAsync(TestApplication app, TimeSpan ago)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        await db.Nodes.Where(n => n.IsWorker).ExecuteDeleteAsync();
        db.Nodes.Add(WorkerNode.Of(TimeProvider.System.Now() - ago));
        await db.SaveChangesAsync();
    }
}
