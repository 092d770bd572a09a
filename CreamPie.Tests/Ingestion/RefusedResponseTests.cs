using System.Text;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion;

/// <summary>
/// Consent, bot, rate-limit and error pages with status 200 are classified before archiving and never parsed; with status 404
/// they are no unknown symbol.
/// </summary>
public sealed class RefusedResponseTests
{
    private const string Consent =
        "<html><title>Yahoo</title><form method=post action=\"https://consent.yahoo.com/v2/collectConsent\"></form></html>";
    private const string Challenge = "<html><title>Just a moment...</title><form id=challenge-form action=/x></form></html>";
    private const string Limited = "Edge: Too Many Requests";
    private const string Away = "<html><title>Yahoo</title><table><tr><td><h1>Will be right back...</h1></td></tr></table></html>";
    private const string Tiny = "<html><body>502</body></html>";

    private static readonly DateTimeOffset Start = new(2025, 6, 16, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "AAA"));

    private readonly FakeTimeProvider _time = new(Start);

    [Theory]
    [OnSqlite(Consent, Reason.Consent), OnSqlite(Challenge, Reason.Challenge), OnSqlite(Limited, Reason.RateLimited)]
    [OnPostgres(Consent, Reason.Consent), OnPostgres(Challenge, Reason.Challenge), OnPostgres(Limited, Reason.RateLimited)]
    public async Task Refusal_pauses_the_host_uncharged_and_is_not_archived(DatabaseProvider provider, string body, Reason reason)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Serve("AAA", Encoding.UTF8.GetBytes(body));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
        var documents = await rig.DocumentsAsync();
        Assert.Equal((Outcome.HostPaused, reason, 200), (documents[0].Outcome, documents[0].Reason, documents[0].HttpStatus));
        Assert.All(documents, d =>
        {
            Assert.Equal((DocumentState.Waiting, 0, null, null), (d.State, d.Attempts, d.Sha256, d.ParserVersion));
            Assert.InRange(d.NextAttempt - d.PlannedAt, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        });
        Assert.Empty(Archived(rig));
        await using var db = rig.Database.Open();
        Assert.Equal(
            (Outcome.HostPaused, reason),
            await db.Attempts.Select(a => new ValueTuple<Outcome, Reason>(a.Outcome!.Value, a.Reason!.Value)).SingleAsync());
    }

    [Theory, InlineData(Away), InlineData(Tiny)]
    public async Task Error_page_fails_the_attempt_and_the_retry_loads(string body)
    {
        await using var rig = await StartAsync();
        rig.Serve("AAA", Encoding.UTF8.GetBytes(body));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Waiting, Outcome.Retry, Reason.ServerError, 1),
            (document.State, document.Outcome, document.Reason, document.Attempts));
        Assert.Empty(Archived(rig));

        rig.Serve("AAA", Page);
        _time.Advance(TimeSpan.FromMinutes(2));
        await rig.RunAsync();
        Assert.Equal(2, (await rig.BarsAsync("AAA")).Count);
    }

    [Theory]
    [OnSqlite(404, Away), OnSqlite(410, Away), OnSqlite(404, "<html><h1>503 Service Unavailable</h1></html>")]
    [OnPostgres(404, Away)]
    public async Task Outage_with_status_404_is_retried_and_then_loads(DatabaseProvider provider, int status, string body)
    {
        await using var rig = await IngestionRig.StartAsync(provider, services => services.AddSingleton<TimeProvider>(_time));
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(status, Encoding.UTF8.GetBytes(body), "Content-Type: text/html"));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Waiting, Outcome.Retry, Reason.ServerError, status, 1),
            (document.State, document.Outcome, document.Reason, document.HttpStatus, document.Attempts));
        Assert.Equal(StockStatus.Waiting, (await rig.StockAsync("AAA"))!.Status);
        Assert.Empty(Archived(rig));

        rig.Serve("AAA", Page);
        await rig.DueAsync();
        await rig.RunAsync();
        Assert.Equal(2, (await rig.BarsAsync("AAA")).Count);
    }

    [Theory, InlineData(Consent, Reason.Consent), InlineData(Challenge, Reason.Challenge), InlineData(Limited, Reason.RateLimited)]
    public async Task Refusal_with_status_404_pauses_the_host(string body, Reason reason)
    {
        await using var rig = await StartAsync();
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(404, Encoding.UTF8.GetBytes(body)));
        await rig.TrackAsync("AAA");
        await rig.RunAsync();
        await rig.TrackAsync("BBB");
        await rig.RunAsync();

        Assert.Equal(1, rig.Source.Connections);
        var documents = await rig.DocumentsAsync();
        Assert.Equal((Outcome.HostPaused, reason, 404), (documents[0].Outcome, documents[0].Reason, documents[0].HttpStatus));
        Assert.All(documents, d => Assert.Equal((DocumentState.Waiting, 0), (d.State, d.Attempts)));
    }

    [Fact]
    public async Task Page_truncated_on_every_attempt_is_quarantined_with_its_bytes()
    {
        await using var rig = await StartAsync();
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Raw(200, Page[..^20], "Content-Type: text/html"));
        await rig.TrackAsync("AAA");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await rig.RunAsync();
            var document = Assert.Single(await rig.DocumentsAsync());
            Assert.Equal((attempt, Reason.Truncated), (rig.Source.Connections, document.Reason));
            Assert.Equal(
                attempt < 5 ? (DocumentState.Waiting, null) : (DocumentState.Quarantined, document.Sha256),
                (document.State, document.Sha256));
            _time.Advance(TimeSpan.FromHours(3));
        }
        Assert.NotEmpty(Archived(rig));
        Assert.Empty(await rig.BarsAsync("AAA"));
    }

    [Theory, InlineData(Consent, Reason.Consent), InlineData(Challenge, Reason.Challenge), InlineData(Limited, Reason.RateLimited)]
    public async Task Refusal_dropped_as_a_file_is_quarantined_without_a_pause(string body, Reason reason)
    {
        await using var rig = await StartAsync();

        var document = await rig.DropAsync("AAA.html", Encoding.UTF8.GetBytes(body));

        Assert.Equal((DocumentState.Quarantined, reason), (document.State, document.Reason));
        await using var db = rig.Database.Open();
        Assert.False(await db.HostGates.AnyAsync());
    }

    private Task<IngestionRig> StartAsync() =>
        IngestionRig.StartAsync(DatabaseProvider.Sqlite, services => services.AddSingleton<TimeProvider>(_time));

    private static string[] Archived(IngestionRig rig)
    {
        var folder = Path.Combine(rig.Database.Folder, "archive");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
