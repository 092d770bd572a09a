using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>What each status means for the document and for the host.</summary>
public sealed class StatusTests : LoopbackRetrieval
{
    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: Mon, 16 Jun 2025 10:05:00 GMT", 300)]
    [InlineData("Retry-After: Mon, 16 Jun 2025 09:05:00 GMT", 30)]
    [InlineData("Retry-After: 99999999", 86_400)]
    [InlineData("Retry-After: 99999999999999999999999999", 86_400)]
    [InlineData("Retry-After: -5", 30)]
    [InlineData("Retry-After: 0", 30)]
    [InlineData("Retry-After: soon", 60)]
    [InlineData("X-Other: 1", 60)]
    public async Task Rate_limit_pauses_the_host_for_its_Retry_After(string header, int seconds)
    {
        Server.On("/", RawHttpServer.Answer(429, "Too Many Requests"u8.ToArray(), header));

        var paused = Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/"));
        Assert.Equal((Reason.RateLimited, 429, TimeSpan.FromSeconds(seconds)), (paused.Reason, paused.Status, paused.Pause));
    }

    [Theory]
    [InlineData("Mon, 16 Jun 2025 11:00:00 GMT", 300)]
    [InlineData("Mon, 16 Jun 2025 09:00:00 GMT", 7_500)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 3_900)]
    public async Task Retry_After_date_is_read_on_a_sane_host_clock(string date, int seconds)
    {
        Server.On("/", RawHttpServer.Answer(503, [], $"Date: {date}", "Retry-After: Mon, 16 Jun 2025 11:05:00 GMT"));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/")).Pause);
    }

    [Fact]
    public async Task Minimum_pause_is_configurable()
    {
        Server.On("/", RawHttpServer.Answer(429, [], "Retry-After: 2"));

        var options = new RetrievalOptions { AllowPrivateNetworks = true, MinRetryAfterSeconds = 1 };
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/", options)).Pause);
    }

    [Fact]
    public async Task Unavailable_host_is_paused_for_its_Retry_After()
    {
        Server.On("/", RawHttpServer.Answer(503, [], "Retry-After: 3600"));

        var paused = Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/"));
        Assert.Equal((Reason.ServerError, 503, TimeSpan.FromHours(1)), (paused.Reason, paused.Status, paused.Pause));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(451)]
    [InlineData(999)]
    public async Task Refusal_pauses_the_host_for_an_hour(int status)
    {
        Server.On("/", RawHttpServer.Answer(status, []));

        var paused = Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/"));
        Assert.Equal((Reason.Forbidden, status, TimeSpan.FromHours(1)), (paused.Reason, paused.Status, paused.Pause));
    }

    [Theory]
    [InlineData(404, Reason.SymbolUnknown)]
    [InlineData(410, Reason.SymbolUnknown)]
    [InlineData(400, Reason.ServerError)]
    [InlineData(406, Reason.ServerError)]
    public async Task Permanent_status_is_refused(int status, Reason reason)
    {
        Server.On("/", RawHttpServer.Answer(status, []));

        var refused = Assert.IsType<FetchResult.Refused>(await FetchAsync("/"));
        Assert.Equal((reason, status), (refused.Reason, refused.Status));
        Assert.Contains("127.0.0.1", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_404_are_read_where_they_can_be()
    {
        Server.On("/plain", RawHttpServer.Answer(404, "gone fishing"u8.ToArray(), "Content-Type: text/plain"));
        Server.On("/zipped", RawHttpServer.Answer(404, Zipped, "Content-Encoding: gzip"));
        Server.On("/damaged", RawHttpServer.Answer(404, Zipped[..^9], "Content-Encoding: gzip"));
        Server.On("/large", RawHttpServer.Answer(404, new byte[3_000]));

        var plain = Assert.IsType<FetchResult.Refused>(await FetchAsync("/plain")).Response!;
        Assert.Equal((404, "text/plain", false), (plain.Status, plain.ContentType, plain.MayBeDocument));
        Assert.Equal("gone fishing"u8.ToArray(), plain.Body.ToArray());
        Assert.Equal(Page, Assert.IsType<FetchResult.Refused>(await FetchAsync("/zipped")).Response!.Body.ToArray());
        var narrow = new RetrievalOptions { AllowPrivateNetworks = true, MinDelaySeconds = 0, WireLimit = 2_000 };
        foreach (var unread in new[] { await FetchAsync("/damaged"), await FetchAsync("/large", narrow) })
        {
            var refused = Assert.IsType<FetchResult.Refused>(unread);
            Assert.Equal((Reason.SymbolUnknown, 404, null), (refused.Reason, refused.Status, refused.Response));
        }
    }

    [Theory]
    [InlineData(500, "", null)]
    [InlineData(502, "", null)]
    [InlineData(503, "", null)]
    [InlineData(503, "Retry-After: soon", null)]
    [InlineData(500, "Retry-After: 90", 90)]
    [InlineData(599, "", null)]
    [InlineData(408, "", null)]
    [InlineData(204, "", null)]
    [InlineData(206, "", null)]
    [InlineData(304, "", null)]
    [InlineData(302, "", null)] // no Location
    public async Task Transient_status_is_a_failure(int status, string header, int? seconds)
    {
        Server.On("/", RawHttpServer.Raw(status, [], header.Length > 0 ? [header] : []));

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/"));
        Assert.Equal(
            (Reason.ServerError, status, seconds is { } s ? TimeSpan.FromSeconds(s) : null),
            (failed.Reason, failed.Status, failed.RetryAfter));
    }
}
