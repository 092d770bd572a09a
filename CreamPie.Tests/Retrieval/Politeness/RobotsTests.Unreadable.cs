using System.Text;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Retrieval.Politeness;

/// <summary>The rules that apply while robots.txt is unreadable or no robots.txt.</summary>
public sealed partial class RobotsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Host_whose_robots_txt_fails_is_paused_for_all_stocks(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        rig.Source.On(Robots, RawHttpServer.Answer(503, []));

        await TrackAsync(rig, "AAA", "BBB");

        Assert.Equal([Robots], Paths(rig));
        var documents = await rig.DocumentsAsync();
        Assert.Equal((Outcome.HostPaused, Reason.Robots, 0), (documents[0].Outcome, documents[0].Reason, documents[0].Attempts));
        Assert.All(documents, d => Assert.InRange(d.NextAttempt - d.PlannedAt, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11)));
    }

    [Theory]
    [InlineData("5xx")]
    [InlineData("cut")]
    [InlineData("elsewhere")]
    public async Task Older_robots_txt_applies_while_a_new_one_fails(string fault)
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(NotUs)));
        Serve(rig, "AAA", "BBB");
        await TrackAsync(rig, "AAA");
        rig.Source.On(Robots, fault switch
        {
            "cut" => [],
            "elsewhere" => RawHttpServer.Answer(302, [], "Location: https://example.com/robots.txt"),
            _ => RawHttpServer.Answer(500, []),
        });
        _time.Advance(TimeSpan.FromHours(25));
        await TrackAsync(rig, "BBB");

        Assert.Equal([Robots, Robots, "/quote/BBB/history/"], Paths(rig));
        Assert.Equal(Reason.Robots, (await rig.DocumentsAsync())[0].Reason);
        _time.Advance(TimeSpan.FromMinutes(61));
        await rig.RunAsync();
        Assert.Equal(3, Paths(rig).Count(p => p == Robots));
    }

    [Fact]
    public async Task Redirected_robots_txt_without_an_older_copy_permits_nothing()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(302, [], "Location: https://example.com/robots.txt"));

        await TrackAsync(rig, "AAA");

        Assert.Equal([Robots], Paths(rig));
        var document = (await rig.DocumentsAsync()).Single();
        Assert.Equal(Reason.Robots, document.Reason);
        Assert.EndsWith("redirects to https://example.com, which is not followed.", document.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undecodable_robots_txt_permits_nothing_and_says_why()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(200, "not gzip"u8.ToArray(), "Content-Encoding: gzip"));

        await TrackAsync(rig, "AAA");

        Assert.Equal([Robots], Paths(rig));
        var document = (await rig.DocumentsAsync()).Single();
        Assert.Equal((Outcome.HostPaused, Reason.Robots), (document.Outcome, document.Reason));
        Assert.Contains("'s robots.txt cannot be read; requests wait until it can. ", document.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_limit_on_robots_txt_pauses_the_host()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(429, [], "Retry-After: 600"));

        await TrackAsync(rig, "AAA");

        var document = (await rig.DocumentsAsync()).Single();
        Assert.Equal((Outcome.HostPaused, Reason.RateLimited, 0), (document.Outcome, document.Reason, document.Attempts));
        Assert.Equal(TimeSpan.FromSeconds(600), document.NextAttempt - document.PlannedAt);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task First_500_KB_of_a_huge_robots_txt_apply(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var filler = string.Concat(Enumerable.Repeat("# nothing at all\0\n", 40_000));
        rig.Source.On(Robots, RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(
            "User-agent: *\nDisallow: /quote/AAA/\n" + filler[..(499 << 10)]
                + "\nDisallow: /quote/CCC/" + new string('x', 2_000) + filler + "\nDisallow: /quote/BBB/")));
        Serve(rig, "AAA", "BBB", "CCC");

        await TrackAsync(rig, "AAA", "BBB", "CCC");

        Assert.Equal([Robots, "/quote/BBB/history/", "/quote/CCC/history/"], Paths(rig));
        await using var db = rig.Database.Open();
        Assert.InRange((await db.HostRobots.SingleAsync()).Rules.Length, 300_000, RobotsCache.MostBytes);
    }

    [Fact]
    public async Task HTML_page_as_robots_txt_has_no_rules()
    {
        await using var rig = await StartAsync();
        rig.Source.On(Robots, RawHttpServer.Answer(
            200, "\uFEFF\n<html><pre>\nUser-agent: *\nDisallow: /\n</pre></html>"u8.ToArray(), "Content-Type: text/html"));
        Serve(rig, "AAA");

        await TrackAsync(rig, "AAA");

        Assert.Equal(DocumentState.Loaded, (await rig.DocumentsAsync()).Single().State);
    }
}
