using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Retrieval;

public sealed class RetrieverTests : IDisposable
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<html>" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"<td>{i * 7919 % 100_003}</td>")) + "</html>");
    private static readonly byte[] Zipped = Compress(Page);
    private static readonly DateTimeOffset Now = new(2025, 6, 16, 10, 0, 0, TimeSpan.Zero);

    private readonly RawHttpServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_page_is_fetched_as_it_is_on_the_wire()
    {
        _server.On("/quote/TSLA/history/?period1=1&period2=2", RawHttpServer.Answer(
            200, Zipped, "Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip", "Date: Mon, 16 Jun 2025 09:59:58 GMT", "Set-Cookie: A1=secret", "X-Two: a", "X-Two: b"));

        var fetched = Assert.IsType<FetchResult.Fetched>(await FetchAsync("/quote/TSLA/history/?period1=1&period2=2"));

        Assert.Equal(Zipped, fetched.Body);
        Assert.Equal("gzip", fetched.ContentEncoding);
        Assert.Equal("text/html; charset=utf-8", fetched.ContentType);
        Assert.Equal(200, fetched.Status);
        Assert.Equal(new DateTime(2025, 6, 16, 9, 59, 58, DateTimeKind.Utc), fetched.ServerDate);
        Assert.Equal(DateTimeKind.Utc, fetched.ServerDate!.Value.Kind);
        Assert.Equal("a, b", fetched.Headers["x-two"]);
        Assert.DoesNotContain("Set-Cookie", fetched.Headers.Keys);
        Assert.Equal(Page, ContentCoding.Decode(fetched.Body, fetched.ContentEncoding, DecodeLimits.Default));
    }

    [Fact]
    public async Task The_request_is_honest_and_bare()
    {
        _server.On("/", RawHttpServer.Answer(200, Page, "Set-Cookie: A1=secret"));
        using var retriever = Create();
        await retriever.FetchAsync(new SourceRequest(_server.Url("/"), new Dictionary<string, string> { ["Accept"] = "text/html" }), CancellationToken.None);
        await retriever.FetchAsync(new SourceRequest(_server.Url("/"), new Dictionary<string, string> { ["Accept"] = "text/html" }), CancellationToken.None);

        var lines = _server.Requests[1].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["Accept-Encoding: gzip", "Accept: text/html", "GET / HTTP/1.1", $"Host: {_server.Root.Authority}", $"User-Agent: {new RetrievalOptions().UserAgent}"],
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_empty_page_is_fetched_for_the_parser_to_refuse()
    {
        _server.On("/", RawHttpServer.Answer(200, []));

        Assert.Empty(Assert.IsType<FetchResult.Fetched>(await FetchAsync("/")).Body);
    }

    [Fact]
    public async Task A_chunked_page_is_put_together()
    {
        _server.On("/", RawHttpServer.Raw(200, "4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"u8.ToArray(), "Transfer-Encoding: chunked"));

        Assert.Equal("abcdef"u8.ToArray(), Assert.IsType<FetchResult.Fetched>(await FetchAsync("/")).Body);
    }

    [Fact]
    public async Task A_body_shorter_than_its_length_is_truncated()
    {
        _server.On("/", RawHttpServer.Raw(200, Page[..1000], $"Content-Length: {Page.Length}"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Theory]
    [InlineData("4\r\nabcd\r\n5\r\nef")]
    [InlineData("4\r\nabcd\r\n")]
    [InlineData("4\r\nabcd")]
    public async Task A_chunked_body_that_is_cut_is_truncated(string body)
    {
        _server.On("/", RawHttpServer.Raw(200, Encoding.ASCII.GetBytes(body), "Transfer-Encoding: chunked"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task A_connection_closed_without_an_answer_is_a_failure()
    {
        _server.On("/", []);

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(50, true)]
    [InlineData(50, false)]
    [InlineData(99, true)]
    [InlineData(99, false)]
    public async Task A_gzip_body_cut_under_a_consistent_length_or_none_is_truncated(int percent, bool length)
    {
        var cut = Zipped[..(Zipped.Length * percent / 100)];
        _server.On("/", length ? RawHttpServer.Answer(200, cut, "Content-Encoding: gzip") : RawHttpServer.Raw(200, cut, "Content-Encoding: gzip"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task A_gzip_body_without_its_trailer_or_with_a_wrong_checksum_is_truncated()
    {
        var wrong = Zipped.ToArray();
        wrong[^8] ^= 1;
        _server.On("/trailer", RawHttpServer.Raw(200, Zipped[..^8], "Content-Encoding: gzip"));
        _server.On("/checksum", RawHttpServer.Raw(200, wrong, "Content-Encoding: gzip"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/trailer")).Reason);
        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/checksum")).Reason);
    }

    [Fact]
    public async Task A_gzip_bomb_is_too_large()
    {
        _server.On("/", RawHttpServer.Answer(200, Compress(new byte[200 << 20]), "Content-Encoding: gzip"));

        Assert.Equal(Reason.TooLarge, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task A_coding_that_was_not_asked_for_is_refused()
    {
        _server.On("/", RawHttpServer.Answer(200, Page, "Content-Encoding: br"));

        Assert.Equal(Reason.ContentType, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task More_than_the_wire_limit_is_refused_whether_it_is_announced_or_not()
    {
        _server.On("/announced", RawHttpServer.Raw(200, [], "Content-Length: 5000"));
        _server.On("/not", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, []), cancellationToken);
            while (true)
                await stream.WriteAsync(new byte[1000], cancellationToken);
        });
        var options = new RetrievalOptions { AllowPrivateNetworks = true, WireLimit = 4_000 };

        Assert.Equal(Reason.TooLarge, Assert.IsType<FetchResult.Refused>(await FetchAsync("/announced", options)).Reason);
        Assert.Equal(Reason.TooLarge, Assert.IsType<FetchResult.Refused>(await FetchAsync("/not", options)).Reason);
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_deadline()
    {
        _server.On("/", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, [], "Content-Length: 100000"), cancellationToken);
            while (true)
            {
                await stream.WriteAsync("."u8.ToArray(), cancellationToken);
                await Task.Delay(50, cancellationToken);
            }
        });

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", new RetrievalOptions { AllowPrivateNetworks = true, TotalTimeoutSeconds = 0.5 }, TimeProvider.System));
        Assert.Equal(Reason.Network, failed.Reason);
        Assert.Contains("in time", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_left_when_the_headers_are_overdue()
    {
        _server.On("/", (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", new RetrievalOptions { AllowPrivateNetworks = true, ConnectTimeoutSeconds = 0.3 }, TimeProvider.System));
        Assert.Equal(Reason.Network, failed.Reason);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_the_cancellation_and_no_result()
    {
        using var cancel = new CancellationTokenSource();
        _server.On("/", async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        using var retriever = Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retriever.FetchAsync(Request("/"), cancel.Token));
    }

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
    public async Task Too_many_requests_pause_the_host_for_as_long_as_it_says(string header, int seconds)
    {
        _server.On("/", RawHttpServer.Answer(429, "Too Many Requests"u8.ToArray(), header));

        var paused = Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/"));
        Assert.Equal((Reason.RateLimited, 429, TimeSpan.FromSeconds(seconds)), (paused.Reason, paused.Status, paused.Pause));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(451)]
    [InlineData(999)]
    public async Task A_refusal_pauses_the_host_for_an_hour(int status)
    {
        _server.On("/", RawHttpServer.Answer(status, []));

        var paused = Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/"));
        Assert.Equal((Reason.Forbidden, status, TimeSpan.FromHours(1)), (paused.Reason, paused.Status, paused.Pause));
    }

    [Theory]
    [InlineData(404, Reason.SymbolUnknown)]
    [InlineData(410, Reason.SymbolUnknown)]
    [InlineData(400, Reason.ServerError)]
    [InlineData(406, Reason.ServerError)]
    public async Task What_does_not_change_by_asking_again_is_refused(int status, Reason reason)
    {
        _server.On("/", RawHttpServer.Answer(status, []));

        var refused = Assert.IsType<FetchResult.Refused>(await FetchAsync("/"));
        Assert.Equal((reason, status), (refused.Reason, refused.Status));
        Assert.Contains("127.0.0.1", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "", null)]
    [InlineData(502, "", null)]
    [InlineData(503, "Retry-After: 90", 90)]
    [InlineData(599, "", null)]
    [InlineData(408, "", null)]
    [InlineData(204, "", null)]
    [InlineData(206, "", null)]
    [InlineData(304, "", null)]
    [InlineData(302, "", null)] // nowhere to go
    public async Task What_may_be_better_later_is_a_failure(int status, string header, int? seconds)
    {
        _server.On("/", RawHttpServer.Raw(status, [], header.Length > 0 ? [header] : []));

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/"));
        Assert.Equal((Reason.ServerError, status, seconds is { } s ? TimeSpan.FromSeconds(s) : null), (failed.Reason, failed.Status, failed.RetryAfter));
    }

    [Fact]
    public async Task A_redirect_within_the_host_is_followed_and_the_end_is_what_was_fetched()
    {
        _server.On("/a", RawHttpServer.Answer(301, [], "Location: /b"));
        _server.On("/b", RawHttpServer.Answer(302, [], $"Location: {_server.Url("/c")}"));
        _server.On("/c", RawHttpServer.Answer(308, [], "Location: /d?x=1"));
        _server.On("/d?x=1", RawHttpServer.Answer(200, Page));

        Assert.Equal(_server.Url("/d?x=1"), Assert.IsType<FetchResult.Fetched>(await FetchAsync("/a")).Url);
    }

    [Fact]
    public async Task A_redirect_loop_ends_after_three_hops()
    {
        _server.On("/", RawHttpServer.Answer(302, [], "Location: /"));

        Assert.Equal(Reason.Redirect, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
        Assert.Equal(4, _server.Count("/"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("https://example.com/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    public async Task A_redirect_elsewhere_is_refused(string location)
    {
        _server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.Redirect, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
        Assert.Equal(1, _server.Connections);
    }

    [Theory]
    [InlineData("https://consent.yahoo.com/v2/collectConsent?sessionId=1")]
    [InlineData("https://de.consent.yahoo.com/")]
    [InlineData("https://guce.yahoo.com/consent")]
    public async Task A_redirect_to_a_consent_page_pauses_the_host(string location)
    {
        _server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.Consent, Assert.IsType<FetchResult.HostPaused>(await FetchAsync("/")).Reason);
    }

    [Theory]
    [InlineData("/lookup?s=NOPE")]
    [InlineData("/lookup/")]
    [InlineData("/lookup/all?s=NOPE")]
    public async Task A_redirect_to_the_symbol_look_up_means_that_there_is_no_such_symbol(string location)
    {
        _server.On("/", RawHttpServer.Answer(302, [], $"Location: {location}"));

        Assert.Equal(Reason.SymbolUnknown, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task A_closed_port_is_a_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var retriever = Create();

        var failed = Assert.IsType<FetchResult.Failed>(await retriever.FetchAsync(Request(new Uri($"http://127.0.0.1:{port}/")), CancellationToken.None));
        Assert.Equal(Reason.Network, failed.Reason);
        Assert.Contains(nameof(SocketError.ConnectionRefused), failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        using var server = new RawHttpServer(selfSigned: true);
        server.On("/", RawHttpServer.Answer(200, Page));
        using var retriever = Create();

        var refused = Assert.IsType<FetchResult.Refused>(await retriever.FetchAsync(Request(server.Root), CancellationToken.None));
        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("certificate", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_broken_TLS_handshake_is_a_failure()
    {
        var url = new UriBuilder(_server.Root) { Scheme = "https" }.Uri;
        using var retriever = Create();

        Assert.Equal(Reason.Network, Assert.IsType<FetchResult.Failed>(await retriever.FetchAsync(Request(url), CancellationToken.None)).Reason);
    }

    [Fact]
    public async Task Nothing_is_asked_over_http_or_on_another_port_by_default()
    {
        var refused = Assert.IsType<FetchResult.Refused>(await FetchAsync("/", new RetrievalOptions()));

        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("Retrieval__AllowPrivateNetworks", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, _server.Connections);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://169.254.169.254/")]
    public async Task A_private_address_is_not_connected_to_by_default(string url)
    {
        using var retriever = Create(new RetrievalOptions());

        var refused = Assert.IsType<FetchResult.Refused>(await retriever.FetchAsync(Request(new Uri(url)), CancellationToken.None));
        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("not on the public Internet", refused.Error, StringComparison.Ordinal);
    }

    private async Task<FetchResult> FetchAsync(string path, RetrievalOptions? options = null, TimeProvider? time = null)
    {
        using var retriever = Create(options, time);
        return await retriever.FetchAsync(Request(path), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    private SourceRequest Request(string path) => Request(_server.Url(path));

    private static SourceRequest Request(Uri url) => new(url, new Dictionary<string, string>());

    private static Retriever Create(RetrievalOptions? options = null, TimeProvider? time = null) =>
        new(Options.Create(options ?? new RetrievalOptions { AllowPrivateNetworks = true }), time ?? new FakeTimeProvider(Now));

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
