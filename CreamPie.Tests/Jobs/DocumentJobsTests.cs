using System.Net;
using System.Net.Http.Json;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using CreamPie.Web.Jobs;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Jobs;

/// <summary>The job server as the program runs it: what its dashboard displays and what its buttons do.</summary>
public class DocumentJobsTests
{
    private const string Page = """
        <html><head><title>Foo (FOO)</title><link rel="canonical" href="https://finance.yahoo.com/quote/FOO/history/"></head>
        <body><h1>Foo (FOO)</h1>
        <table><thead><tr><th>Date</th><th>Open</th><th>High</th><th>Low</th><th>Close</th><th>Adj Close</th><th>Volume</th></tr></thead>
        <tbody>
        <tr><td>Jan 3, 2024</td><td>10.00</td><td>11.00</td><td>9.00</td><td>10.50</td><td>10.50</td><td>1,000</td></tr>
        <tr><td>Jan 2, 2024</td><td>10.00</td><td>11.00</td><td>9.00</td><td>10.25</td><td>10.25</td><td>2,000</td></tr>
        </tbody></table></body></html>
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task Tracked_symbol_is_pulled_by_a_named_job_beside_recurring_jobs(DatabaseProvider provider)
    {
        using var source = new RawHttpServer();
        source.On("/quote/FOO/history/", RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(Page), "Content-Type: text/html"));
        await using var app = await StartAsync(provider, source);
        using var admin = await app.AdminAsync();

        (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "foo" })).EnsureSuccessStatusCode();

        var job = await SucceededAsync(app, "Pull FOO");
        Assert.Contains("Loaded: 2 new", job.Result.ToString(), StringComparison.Ordinal);
        using var connection = app.Services.GetRequiredService<JobStorage>().GetConnection();
        Assert.Equal(
            ["back-up", "plan-pulls", "process-archived", "retry-dead-letters"], connection.GetRecurringJobs().Select(j => j.Id).Order());
        Assert.Contains("Pull FOO", await admin.GetStringAsync("/hangfire/jobs/succeeded"), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Refused_document_is_under_Failed_and_Requeue_reads_it_again(DatabaseProvider provider)
    {
        using var source = new RawHttpServer();
        source.On("/quote/FOO/history/", RawHttpServer.Answer(
            200,
            ("<html><title>Foo</title><link rel=\"canonical\" href=\"https://finance.yahoo.com/quote/FOO/\">"u8
                + "<body>We are sorry.</body></html>"u8).ToArray(),
            "Content-Type: text/html"));
        await using var app = await StartAsync(provider, source);
        using var admin = await app.AdminAsync();
        (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "FOO" })).EnsureSuccessStatusCode();

        var failed = await Eventually.SeeAsync(() => Task.FromResult(Failed(app).FirstOrDefault()));
        Assert.Equal("Pull FOO", DisplayName(failed.Job.Job));
        var document = Assert.Single(await DocumentsAsync(app));
        Assert.StartsWith($"{document.Outcome}({document.Reason})", failed.Job.ExceptionMessage, StringComparison.Ordinal);
        Assert.Contains(document.Reason.ToString()!, await admin.GetStringAsync("/hangfire/jobs/failed"), StringComparison.Ordinal);

        Assert.True(app.Services.GetRequiredService<IBackgroundJobClient>().Requeue(failed.Id));

        await Eventually.SeeAsync(async () => (await AttemptsAsync(app)) == 2 && Failed(app).Count == 1 ? "twice" : null);
        Assert.Equal(1, source.Connections);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Requeue_of_a_non_retryable_document_stays_Failed_with_a_reason(DatabaseProvider provider)
    {
        using var source = new RawHttpServer();
        await using var app = await StartAsync(provider, source);
        using var admin = await app.AdminAsync();
        (await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol = "FOO" })).EnsureSuccessStatusCode();
        var failed = await Eventually.SeeAsync(() => Task.FromResult(Failed(app).FirstOrDefault()));
        await app.Services.GetRequiredService<Tracker>().PauseAsync(Caller.System, Symbol.Parse("FOO"), CancellationToken.None);

        Assert.False(app.Services.GetRequiredService<IBackgroundJobClient>().Requeue(failed.Id));

        Assert.Contains("Not requeued. The stock is paused.", Assert.Single(Failed(app)).Job.ExceptionMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Monitor(app).SucceededJobs(0, 10), j => DisplayName(j.Value.Job) == "Pull FOO");
        Assert.Equal(DocumentState.Dead, Assert.Single(await DocumentsAsync(app)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Triggered_planning_job_reports_the_planned_pulls(DatabaseProvider provider)
    {
        using var source = new RawHttpServer();
        await using var app = await StartAsync(provider, source);

        app.Services.GetRequiredService<IRecurringJobManager>().Trigger("plan-pulls");

        var job = await SucceededAsync(app, "Plan pulls");
        Assert.Contains("0 pulls planned.", job.Result.ToString(), StringComparison.Ordinal);
    }

    /// <summary>On a node without workers, so that no worker takes the job first.</summary>
    [PostgresFact]
    public async Task Deleting_a_queued_job_removes_its_document_from_the_queue()
    {
        using var source = new RawHttpServer();
        await using var app = await StartAsync(DatabaseProvider.Postgres, source, role: "Web");
        var contexts = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        var document = new Document
        {
            PlanKey = "far",
            Symbol = "FOO",
            FileName = "FOO.csv",
            Sha256 = new string('0', 64),
            Source = SourceName.DropFolder,
            State = DocumentState.Archived,
            NextAttempt = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        db.Documents.Add(document);
        await db.SaveChangesAsync();
        var jobs = app.Services.GetRequiredService<IBackgroundJobClient>();
        var id = jobs.Enqueue<DocumentJobs>(j => j.LoadAsync(document.Id, "FOO", null, CancellationToken.None));

        Assert.True(jobs.Delete(id));

        Assert.Equal(DocumentState.Superseded, Assert.Single(await DocumentsAsync(app)).State);
    }

    [Fact]
    public async Task Dashboard_opens_for_admins_only_whatever_address_is_forwarded()
    {
        using var source = new RawHttpServer();
        await using var app = await StartAsync(DatabaseProvider.Sqlite, source);
        using var anonymous = app.Anonymous();
        anonymous.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();

        foreach (var path in new[] { "/hangfire", "/hangfire/jobs/failed", "/hangfire/stats" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await anonymous.GetAsync(path)).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await analyst.GetAsync(path)).StatusCode);
        }
        using var dashboard = await admin.GetAsync("/hangfire");
        Assert.Equal(HttpStatusCode.OK, dashboard.StatusCode);
        // Its footer would name the storage.
        Assert.DoesNotContain("Storage:", await dashboard.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(HttpStatusCode.NoContent, (await analyst.PostAsync("/hangfire/jobs/enqueued/delete", null)).StatusCode);
    }

    private static Task<TestApplication> StartAsync(DatabaseProvider provider, RawHttpServer source, string role = "All") =>
        TestApplication.StartAsync(
            provider,
            new Dictionary<string, string>
            {
                ["Sources:YahooPage:BaseUrl"] = source.Root.ToString(),
                ["Retrieval:AllowPrivateNetworks"] = "true",
                ["Retrieval:MinDelaySeconds"] = "0",
                ["Node:Role"] = role,
            });

    private static IMonitoringApi Monitor(TestApplication app) => app.Services.GetRequiredService<JobStorage>().GetMonitoringApi();

    private static Task<SucceededJobDto> SucceededAsync(TestApplication app, string displayName) => Eventually.SeeAsync(() =>
        Task.FromResult(Monitor(app).SucceededJobs(0, 10).Select(j => j.Value).FirstOrDefault(j => DisplayName(j.Job) == displayName)));

    private static List<FailedJob> Failed(TestApplication app) =>
        [.. Monitor(app).FailedJobs(0, 10).Select(j => new FailedJob(j.Key, j.Value))];

    private static string DisplayName(Job job) => string.Format(
        System.Globalization.CultureInfo.InvariantCulture,
        job.Method.GetCustomAttributes(typeof(JobDisplayNameAttribute), false).Cast<JobDisplayNameAttribute>().Single().DisplayName,
        [.. job.Args]);

    private static async Task<List<Document>> DocumentsAsync(TestApplication app)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        return await db.Documents.ToListAsync();
    }

    private static async Task<int> AttemptsAsync(TestApplication app)
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        return await db.Attempts.CountAsync(a => a.Ended != null);
    }

    private sealed record FailedJob(string Id, FailedJobDto Job);
}
