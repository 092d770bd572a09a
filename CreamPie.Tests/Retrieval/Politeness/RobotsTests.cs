using System.Text;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Retrieval.Politeness;

/// <summary>robots.txt in the pipeline: fetched once a day through the host gate, cached for all stocks, and obeyed.</summary>
public sealed partial class RobotsTests
{
    private const string Robots = RawHttpServer.RobotsPath;
    private const string NotUs = "User-agent: *\nDisallow: /quote/AAA/";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 6, 16, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [OnSqlite(404), OnSqlite(410), OnSqlite(401), OnSqlite(403), OnSqlite(204)]
    [OnPostgres(404)]
    public async Task Missing_robots_txt_allows_all_and_is_requested_once(DatabaseProvider provider, int status)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On(Robots, RawHttpServer.Raw(status, []));
        Serve(rig, "AAA", "BBB");

        await TrackAsync(rig, "AAA", "BBB");

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
        Assert.Equal([Robots, "/quote/AAA/history/", "/quote/BBB/history/"], Paths(rig));
        await using var db = rig.Database.Open();
        Assert.Equal(status, (await db.HostRobots.SingleAsync()).Status);
    }

    [Fact]
    public async Task Outage_with_status_404_in_place_of_robots_txt_allows_nothing()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(404, "<html><h1>Will be right back...</h1></html>"u8.ToArray()));
        Serve(rig, "AAA");

        await TrackAsync(rig, "AAA");

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal((DocumentState.Waiting, Reason.Robots, 0), (document.State, document.Reason, document.Attempts));
        Assert.Contains("Will be right back", document.Error, StringComparison.Ordinal);
        Assert.Equal([Robots], Paths(rig));
        rig.Source.On(Robots, RawHttpServer.Answer(404, []));
        _time.Advance(TimeSpan.FromMinutes(11));
        await rig.RunAsync();
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentsAsync()).Single().State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Disallowed_path_is_never_requested_and_is_uncharged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(NotUs)));
        Serve(rig, "AAA", "BBB");

        await TrackAsync(rig, "AAA", "BBB");

        var documents = await rig.DocumentsAsync();
        Assert.Equal(
            (DocumentState.Waiting, Outcome.HostPaused, Reason.Robots, 0),
            (documents[0].State, documents[0].Outcome, documents[0].Reason, documents[0].Attempts));
        Assert.InRange(documents[0].NextAttempt - documents[0].PlannedAt, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));
        Assert.EndsWith("it is fetched again within 24 h.", documents[0].Error, StringComparison.Ordinal);
        Assert.Equal(DocumentState.Loaded, documents[1].State);
        Assert.Equal([Robots, "/quote/BBB/history/"], Paths(rig));
        Assert.Equal(StockStatus.Waiting, (await rig.StockAsync("AAA"))!.Status);
        await using var db = rig.Database.Open();
        Assert.Equal(Reason.Robots, (await db.Attempts.SingleAsync(a => a.DocumentId == documents[0].Id)).Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Redirect_to_a_disallowed_path_stops_only_its_own_stock(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes("User-agent: *\nDisallow: /private/")));
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(302, [], "Location: /private/AAA"));
        Serve(rig, "BBB");

        await TrackAsync(rig, "AAA", "BBB");

        var documents = await rig.DocumentsAsync();
        Assert.Equal(
            (DocumentState.Waiting, Outcome.HostPaused, Reason.Robots, 0),
            (documents[0].State, documents[0].Outcome, documents[0].Reason, documents[0].Attempts));
        Assert.InRange(documents[0].NextAttempt - documents[0].PlannedAt, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24.1));
        Assert.Equal(DocumentState.Loaded, documents[1].State);
        Assert.Equal([Robots, "/quote/AAA/history/", "/quote/BBB/history/"], Paths(rig));
    }

    [Fact]
    public async Task Robots_txt_is_read_again_after_a_day()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(NotUs)));
        Serve(rig, "AAA");
        await TrackAsync(rig, "AAA");
        rig.Source.On(Robots, RawHttpServer.Answer(200, "User-agent: *\nAllow: /"u8.ToArray()));

        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await rig.RunAsync();
        Assert.Equal([Robots], Paths(rig));
        _time.Advance(TimeSpan.FromMinutes(2));
        await rig.RunAsync();

        Assert.Equal([Robots, Robots, "/quote/AAA/history/"], Paths(rig));
        Assert.Equal(DocumentState.Loaded, (await rig.DocumentsAsync()).Single().State);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("User-agent: *\nCrawl-delay: 20", 20)]
    [InlineData("User-agent: *\nCrawl-delay: 0.5", 2)]
    public async Task Robots_txt_takes_a_turn_and_its_crawl_delay_applies(string text, double seconds)
    {
        await using var rig = await StartAsync(("Retrieval:MinDelaySeconds", "2"));
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(text)));
        Serve(rig, "AAA", "BBB");

        await TrackAsync(rig, "AAA", "BBB");
        var asked = new List<int> { Paths(rig).Count };
        // The second need not try while the first waits for the host.
        Assert.Equal(DocumentState.Waiting, (await rig.DocumentsAsync())[0].State);
        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((0, null), (d.Attempts, d.Reason)));
        await using (var db = rig.Database.Open())
            Assert.False(await db.Attempts.AnyAsync());
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds / 2));
            await rig.RunAsync();
            asked.Add(Paths(rig).Count);
        }

        Assert.Equal([1, 1, 2, 2, 3], asked);
        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((DocumentState.Loaded, 1), (d.State, d.Attempts)));
    }

    [Fact]
    public async Task Redirect_under_a_long_crawl_delay_ends_after_one_request()
    {
        await using var rig = await StartAsync(("Retrieval:MinDelaySeconds", "2"));
        rig.Source.On(Robots, RawHttpServer.Answer(200, "User-agent: *\nCrawl-delay: 40"u8.ToArray()));
        rig.Source.On("/quote/AAA/history/", RawHttpServer.Answer(302, [], "Location: /elsewhere/AAA/"));

        await TrackAsync(rig, "AAA");
        _time.Advance(TimeSpan.FromSeconds(41));
        await rig.RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        var document = Assert.Single(await rig.DocumentsAsync());
        Assert.Equal(
            (DocumentState.Quarantined, Reason.Redirect, 302, 1),
            (document.State, document.Reason, document.HttpStatus, document.Attempts));
        Assert.Contains(
            "redirects to /elsewhere/AAA/, and 40 s must lie between two requests to it", document.Error, StringComparison.Ordinal);
        Assert.Equal([Robots, "/quote/AAA/history/"], Paths(rig));
    }

    [Fact]
    public async Task Disabled_RespectRobots_ignores_robots_txt()
    {
        await using var rig = await StartAsync(("Retrieval:RespectRobots", "false"));
        rig.Source.On(Robots, RawHttpServer.Answer(200, "User-agent: *\nDisallow: /\nCrawl-delay: 60"u8.ToArray()));
        Serve(rig, "AAA", "BBB");

        await TrackAsync(rig, "AAA", "BBB");

        Assert.Equal(["/quote/AAA/history/", "/quote/BBB/history/"], Paths(rig));
    }

    [Fact]
    public async Task Disabled_RespectRobots_is_logged_at_every_start()
    {
        using var log = new LogLines();
        var disabled = new Dictionary<string, string> { ["Retrieval:RespectRobots"] = "false" };
        await using (await TestApplication.StartAsync(settings: disabled, log: log))
            Assert.Single(log, line => line.Contains("Retrieval__RespectRobots", StringComparison.Ordinal));
        using var silent = new LogLines();
        await using (await TestApplication.StartAsync(log: silent))
            Assert.DoesNotContain(silent, line => line.Contains("Retrieval__RespectRobots", StringComparison.Ordinal));
    }

    private Task<IngestionRig> StartAsync(params (string Key, string Value)[] settings) => IngestionRig.StartAsync(
        DatabaseProvider.Sqlite,
        services => services.AddSingleton<TimeProvider>(_time),
        settings: _ => settings.ToDictionary(s => s.Key, s => (string?)s.Value));

    private static void Serve(IngestionRig rig, params string[] symbols)
    {
        foreach (var symbol in symbols)
            rig.Serve(symbol, Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table(), symbol)));
    }

    private static async Task TrackAsync(IngestionRig rig, params string[] symbols)
    {
        foreach (var symbol in symbols)
        {
            await rig.TrackAsync(symbol);
            await rig.RunAsync();
        }
    }

    private static List<string> Paths(IngestionRig rig) =>
        [.. rig.Source.Requests.Select(r => new Uri(rig.Source.Root, r.Split(' ')[1]).AbsolutePath)];
}
