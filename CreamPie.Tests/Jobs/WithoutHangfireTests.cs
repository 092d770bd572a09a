using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Jobs;

/// <summary>Hangfire only triggers work: without it, or with its storage wiped, the same work is done.</summary>
public class WithoutHangfireTests
{
    private static readonly GeneratedMarket Generated = new(60);

    [Theory, OnSqlite, OnPostgres]
    public async Task With_Hangfire_off_in_process_workers_run_the_pull(DatabaseProvider provider)
    {
        using var source = new GeneratedSource(Generated, ["FOO"]);
        source.Show("FOO", 60);
        await using var app = await StartAsync(provider, source, ("Jobs:Hangfire", "false"));
        using var admin = await app.AdminAsync();
        (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "FOO" })).EnsureSuccessStatusCode();

        await app.SeeAsync(db => db.Documents.Where(d => d.Symbol == "FOO" && d.State == DocumentState.Loaded));

        Assert.Null(app.Services.GetService<IBackgroundJobClient>());
        var jobs = await admin.GetAsync("/hangfire");
        Assert.Equal((HttpStatusCode.Redirect, "/admin/documents"), (jobs.StatusCode, jobs.Headers.Location?.ToString()));
        using var analyst = await app.AnalystAsync();
        Assert.NotEqual(HttpStatusCode.Redirect, (await analyst.GetAsync("/hangfire")).StatusCode);
    }

    [PostgresFact]
    public async Task Wiped_job_storage_loses_at_most_one_tick()
    {
        string[] symbols = [.. Enumerable.Range(0, 8).Select(i => $"W{i}")];
        using var source = new GeneratedSource(Generated, symbols);
        foreach (var symbol in symbols)
            source.Show(symbol, 60);
        await using var app = await StartAsync(DatabaseProvider.Postgres, source, ("Ingestion:Sweep", "00:00:01"));
        using var admin = await app.AdminAsync();
        foreach (var symbol in symbols)
            (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol })).EnsureSuccessStatusCode();
        await app.SeeAsync(db => db.Documents.Where(d => d.Token > 0));

        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync())
        {
            var tables = await db.Database.SqlQuery<string>(
                $"""
                select string_agg(format('hangfire.%I', tablename), ', ') as "Value" from pg_tables
                where schemaname = 'hangfire' and tablename <> 'schema'
                """).SingleAsync();
#pragma warning disable EF1003 // The names are the catalogue's own.
            // A job that is just ending may deadlock with the truncation.
            await TransientFaults.RetryAsync(() => db.Database.ExecuteSqlRawAsync("truncate " + tables), CancellationToken.None);
#pragma warning restore EF1003
        }

        foreach (var symbol in symbols)
            await app.SeeAsync(db => db.Documents.Where(d => d.Symbol == symbol && d.State == DocumentState.Loaded));
    }

    private static Task<TestApplication> StartAsync(
        DatabaseProvider provider, GeneratedSource source, (string Key, string Value) setting) => TestApplication.StartAsync(
        provider,
        new Dictionary<string, string>
        {
            ["Sources:YahooPage:BaseUrl"] = source.NextSite(),
            ["Retrieval:AllowPrivateNetworks"] = "true",
            ["Retrieval:MinDelaySeconds"] = "0",
            [setting.Key] = setting.Value,
        });
}
