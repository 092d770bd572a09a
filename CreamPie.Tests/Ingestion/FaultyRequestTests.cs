using System.Text;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Ingestion;

/// <summary>Each request fault, on a first and a later pull, once and permanently: nothing partial or lost, retries on time.</summary>
public sealed class FaultyRequestTests
{
    private const string Path = "/quote/AAA/history/";
    private const int Day = 86_400;

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), "AAA"));
    private static readonly int[] Backoff = [60, 300, 1_800, 7_200];
    private static readonly int[] Doubling = [3_600, 7_200, 14_400, 28_800, 57_600, Day, Day];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Retried =>
        ["closed", "length", "chunk", "gzip", "gzip trailer", "no end", "500", "503", "599", "408", "right back"];

    public static TheoryData<string> Paused => ["401", "403", "999", "consent", "challenge", "to consent"];

    [Theory, MemberData(nameof(Retried))]
    public async Task One_failure_costs_only_a_charged_attempt(string fault)
    {
        await using var rig = await StartAsync();
        foreach (var pull in new[] { 1, 2 })
        {
            rig.Source.On(Path, FaultyResponses.Of(fault, Page));
            var document = await PullAsync(rig);
            Assert.Equal((DocumentState.Waiting, Outcome.Retry, 1), (document.State, document.Outcome, document.Attempts));
            Assert.InRange(WaitOf(document), 60, 72);
            Assert.Equal(pull == 1 ? 0 : 2, (await rig.BarsAsync("AAA")).Count);

            rig.Serve("AAA", Page);
            await AdvanceAsync(rig, WaitOf(document));
            document = await rig.DocumentAsync(document.Id);
            Assert.Equal((DocumentState.Loaded, 1), (document.State, document.Attempts));
            Assert.Equal(2, (await rig.BarsAsync("AAA")).Count);
        }
        await using var db = rig.Database.Open();
        Assert.Equal(
            [Outcome.Retry, Outcome.Loaded, Outcome.Retry, Outcome.Loaded],
            (await db.Attempts.OrderBy(a => a.DocumentId).ThenBy(a => a.N).ToListAsync()).Select(a => a.Outcome!.Value));
        Assert.False(await db.BarRevisions.AnyAsync());
    }

    [Theory, MemberData(nameof(Retried))]
    public Task Permanent_failure_backs_off_five_times_and_keeps_its_bars(string fault) => PermanentlyFailsAsync(fault, hadBars: true);

    [Theory, MemberData(nameof(Retried))]
    public Task Permanent_failure_from_the_first_request_backs_off_five_times(string fault) => PermanentlyFailsAsync(fault, hadBars: false);

    private async Task PermanentlyFailsAsync(string fault, bool hadBars)
    {
        await using var rig = await StartAsync(hadBars);
        rig.Source.On(Path, FaultyResponses.Of(fault, Page));
        var document = await PullAsync(rig);
        foreach (var seconds in Backoff)
        {
            Assert.Equal(DocumentState.Waiting, document.State);
            Assert.InRange(WaitOf(document), seconds, 1.2 * seconds);
            await AdvanceAsync(rig, WaitOf(document));
            document = await rig.DocumentAsync(document.Id);
        }

        Assert.Equal(
            (document.Reason == Reason.Truncated ? DocumentState.Quarantined : DocumentState.Dead, hadBars ? 6 : 5),
            (document.State, rig.Source.Connections));
        Assert.Equal(hadBars ? 2 : 0, (await rig.BarsAsync("AAA")).Count);
        Assert.Equal(StockStatus.Failing, (await rig.StockAsync("AAA"))!.Status);
    }

    [Theory, MemberData(nameof(Paused))]
    public Task Repeated_refusals_double_the_host_pause_uncharged(string fault) => RefusedAsync(fault, hadBars: false);

    [Theory, MemberData(nameof(Paused))]
    public Task Refusals_after_a_good_answer_double_the_pause_too(string fault) => RefusedAsync(fault, hadBars: true);

    private async Task RefusedAsync(string fault, bool hadBars)
    {
        await using var rig = await StartAsync(hadBars);
        rig.Source.On(Path, FaultyResponses.Of(fault, Page));
        var document = await PullAsync(rig);
        foreach (var (seconds, asked) in Doubling.Zip(Enumerable.Range(hadBars ? 2 : 1, Doubling.Length)))
        {
            Assert.Equal(
                (DocumentState.Waiting, Outcome.HostPaused, 0, null),
                (document.State, document.Outcome, document.Attempts, document.Sha256));
            Assert.Equal(seconds, WaitOf(document), 0.1);
            await AdvanceAsync(rig, WaitOf(document) - 10);
            Assert.Equal(asked, rig.Source.Connections);
            Assert.Equal(hadBars ? 2 : 0, (await rig.BarsAsync("AAA")).Count);
            await AdvanceAsync(rig, 11);
            document = await rig.DocumentAsync(document.Id);
        }
        // The headers never change: no attempt to evade the refusal.
        Assert.Single(rig.Source.Requests.Select(r => r[r.IndexOf("\r\n", StringComparison.Ordinal)..]).Distinct());

        rig.Serve("AAA", Page);
        await AdvanceAsync(rig, Day);
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentAsync(document.Id)).State);
        rig.Source.On(Path, FaultyResponses.Of(fault, Page));
        Assert.Equal(3_600, WaitOf(await PullAsync(rig)), 0.1);
        Assert.Equal(2, (await rig.BarsAsync("AAA")).Count);
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: Mon, 16 Jun 2025 12:05:00 GMT", 300)]
    [InlineData("X-Nothing: 1", 60)]
    [InlineData("Retry-After: 99999999", Day)]
    [InlineData("Retry-After: -5", 30)]
    public async Task Rate_limit_pauses_the_host_exactly_as_long_as_requested(string header, int seconds)
    {
        await using var rig = await StartAsync();
        rig.Source.On(Path, RawHttpServer.Answer(429, [], header));
        var document = await PullAsync(rig);
        Assert.Equal((Outcome.HostPaused, Reason.RateLimited, 0), (document.Outcome, document.Reason, document.Attempts));

        await rig.TrackAsync("BBB");
        await AdvanceAsync(rig, seconds - 1);
        Assert.Equal(1, rig.Source.Connections);
        rig.Serve("AAA", Page);
        await AdvanceAsync(rig, 1);
        Assert.Equal(3, rig.Source.Connections);

        document = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Loaded, 1), (document.State, document.Attempts));
        // A rate limit is no refusal, so the next pause is not longer.
        rig.Source.On(Path, RawHttpServer.Answer(429, [], "X-Nothing: 1"));
        Assert.Equal(60, WaitOf(await PullAsync(rig)), 0.1);
    }

    [Fact]
    public async Task Retry_After_of_a_503_is_respected_for_five_attempts()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Path, RawHttpServer.Answer(503, [], "Retry-After: 3600"));
        var document = await PullAsync(rig);
        foreach (var attempt in Enumerable.Range(1, 4))
        {
            Assert.Equal(
                (DocumentState.Waiting, Outcome.HostPaused, Reason.ServerError, attempt),
                (document.State, document.Outcome, document.Reason, document.Attempts));
            var wait = WaitOf(document);
            Assert.InRange(wait, attempt < 4 ? 3_600 : 7_200, attempt < 4 ? 3_600.1 : 8_640);
            await rig.TrackAsync($"B{attempt}");
            await AdvanceAsync(rig, 3_599);
            Assert.Equal(attempt, rig.Source.Requests.Count(r => r.Contains("/AAA/", StringComparison.Ordinal)));
            Assert.DoesNotContain(rig.Source.Requests, r => r.Contains($"/B{attempt}/", StringComparison.Ordinal));
            await AdvanceAsync(rig, wait - 3_599);
            document = await rig.DocumentAsync(document.Id);
        }
        Assert.Equal((DocumentState.Dead, 5), (document.State, document.Attempts));
    }

    [Theory, InlineData(404), InlineData(410)]
    public async Task Symbol_unknown_for_three_days_is_delisted_and_keeps_bars(int status)
    {
        await using var rig = await StartAsync(hadBars: true);
        rig.Source.On(Path, RawHttpServer.Answer(status, []));
        for (var day = 1; day <= 3; day++)
        {
            // Two answers on the same day count once.
            await PullAsync(rig);
            var document = await PullAsync(rig);
            Assert.Equal((DocumentState.Dead, Reason.SymbolUnknown), (document.State, document.Reason));
            var stock = await rig.StockAsync("AAA");
            Assert.Equal((StockStatus.NotFound, day < 3), (stock!.Status, stock.NextDue is not null));
            _time.Advance(TimeSpan.FromHours(20));
            Assert.Empty(await rig.RunAsync());
            _time.Advance(TimeSpan.FromHours(4));
        }
        Assert.Empty(await rig.RunAsync());
        Assert.Equal(2, (await rig.BarsAsync("AAA")).Count);
    }

    [Fact]
    public async Task Closed_port_is_retried_and_an_untrusted_certificate_quarantined()
    {
        await using var closed = await StartAsync(("Sources:YahooPage:BaseUrl", "http://127.0.0.1:1/"));
        var document = await PullAsync(closed);
        Assert.Equal(
            (DocumentState.Waiting, Outcome.Retry, Reason.Network, 1),
            (document.State, document.Outcome, document.Reason, document.Attempts));

        using var server = new RawHttpServer(selfSigned: true);
        await using var untrusted = await StartAsync(("Sources:YahooPage:BaseUrl", server.Root.ToString()));
        document = await PullAsync(untrusted);
        Assert.Equal((DocumentState.Quarantined, Reason.Network), (document.State, document.Reason));
        Assert.Empty(server.Requests);
    }

    private Task<IngestionRig> StartAsync(params (string Key, string Value)[] settings) => IngestionRig.StartAsync(
        DatabaseProvider.Sqlite,
        services => services.AddSingleton<TimeProvider>(_time),
        settings: _ => settings.ToDictionary(s => s.Key, s => (string?)s.Value));

    private async Task<IngestionRig> StartAsync(bool hadBars)
    {
        var rig = await StartAsync();
        if (!hadBars)
            return rig;
        rig.Serve("AAA", Page);
        await PullAsync(rig);
        return rig;
    }

    /// <summary>Plans a pull and runs its first attempt.</summary>
    private static async Task<Document> PullAsync(IngestionRig rig)
    {
        await rig.TrackAsync("AAA");
        var document = await rig.RefreshAsync("AAA");
        await rig.RunAsync();
        return await rig.DocumentAsync(document.Id);
    }

    private double WaitOf(Document document) => (document.NextAttempt - _time.Now()).TotalSeconds;

    private async Task AdvanceAsync(IngestionRig rig, double seconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1_000)));
        await rig.RunAsync();
    }
}
