using System.Diagnostics;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>Redirects from a real server; <see cref="RedirectsTests"/> has the rule alone.</summary>
public sealed class FollowedRedirectTests : LoopbackRetrieval
{
    [Fact]
    public async Task Redirect_within_the_host_is_followed_to_its_end()
    {
        Server.On("/a", RawHttpServer.Answer(301, [], "Location: /b"));
        Server.On("/b", RawHttpServer.Answer(302, [], $"Location: {Server.Url("/c")}"));
        Server.On("/c", RawHttpServer.Answer(308, [], "Location: /d?x=1"));
        Server.On("/d?x=1", RawHttpServer.Answer(200, Page));

        Assert.Equal(Server.Url("/d?x=1"), Assert.IsType<FetchResult.Fetched>(await FetchAsync("/a")).Url);
    }

    [Theory]
    [InlineData(0.4, "")]
    [InlineData(0.1, "User-agent: *\nCrawl-delay: 0.4")]
    public async Task Each_hop_waits_for_the_delay(double ours, string robots)
    {
        var arrived = new List<long>();
        void Redirect(string path, byte[] answer) => Server.On(path, async (stream, cancellationToken) =>
        {
            arrived.Add(Stopwatch.GetTimestamp());
            await stream.WriteAsync(answer, cancellationToken);
        });
        Redirect("/a", RawHttpServer.Answer(302, [], "Location: /b"));
        Redirect("/b", RawHttpServer.Answer(302, [], "Location: /c"));
        Redirect("/c", RawHttpServer.Answer(200, Page));

        using var retriever = Create(new RetrievalOptions { AllowPrivateNetworks = true, MinDelaySeconds = ours }, TimeProvider.System);
        Assert.IsType<FetchResult.Fetched>(
            await retriever.FetchAsync(Request("/a"), RobotsRules.Parse(robots, "CreamPie"), CancellationToken.None));
        Assert.Equal(3, arrived.Count);
        Assert.All(arrived.Zip(arrived.Skip(1)), hop => Assert.True(Stopwatch.GetElapsedTime(hop.First, hop.Second).TotalSeconds >= 0.39));
    }

    [Theory]
    [InlineData(0, "User-agent: *\nCrawl-delay: 40", 30, "40 s must lie between two requests to it (its robots.txt: Crawl-delay)")]
    [InlineData(5.1, "", 30, "5.1 s must lie between two requests to it (Retrieval__MinDelaySeconds)")]
    [InlineData(3_600, "", 30, "or Retrieval__MinDelaySeconds to 5 or less")]
    [InlineData(3, "", 3, "too long to wait in one request's turn")]
    public async Task Redirect_under_a_long_delay_is_refused_with_the_setting(double ours, string robots, double total, string expected)
    {
        Server.On("/a", RawHttpServer.Answer(302, [], "Location: /b?secret=1"));
        Server.On("/b?secret=1", RawHttpServer.Answer(200, Page));

        // The clock stands still: a wait by it would never end.
        using var retriever = Create(
            new RetrievalOptions { AllowPrivateNetworks = true, MinDelaySeconds = ours, TotalTimeoutSeconds = total });
        var end = await retriever.FetchAsync(Request("/a"), RobotsRules.Parse(robots, "CreamPie"), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(60));

        var refused = Assert.IsType<FetchResult.Refused>(end);
        Assert.Equal((Reason.Redirect, 302), (refused.Reason, refused.Status));
        Assert.Contains("redirects to /b, and ", refused.Error, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, Server.Connections);
    }

    [Fact]
    public async Task Redirect_loop_ends_after_three_hops()
    {
        Server.On("/", RawHttpServer.Answer(302, [], "Location: /"));

        Assert.Equal(Reason.Redirect, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
        Assert.Equal(4, Server.Count("/"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("https://example.com/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    public async Task Redirect_to_another_host_is_refused(string location)
    {
        Server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.Redirect, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
        Assert.Equal(1, Server.Connections);
    }

    [Theory]
    [InlineData("https://consent.yahoo.com/v2/collectConsent?sessionId=1")]
    [InlineData("https://de.consent.yahoo.com/")]
    [InlineData("https://guce.yahoo.com/consent")]
    public async Task Redirect_to_a_consent_page_pauses_the_host(string location)
    {
        Server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.Consent, Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/")).Reason);
    }

    [Theory]
    [InlineData("/lookup?s=NOPE")]
    [InlineData("/lookup/")]
    [InlineData("/lookup/all?s=NOPE")]
    public async Task Redirect_to_the_symbol_lookup_means_symbol_unknown(string location)
    {
        Server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.SymbolUnknown, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }
}
