using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>The request that is sent, and complete answers.</summary>
public sealed class RetrieverTests : LoopbackRetrieval
{
    [Fact]
    public async Task Page_is_fetched_as_on_the_wire()
    {
        Server.On("/quote/TSLA/history/?period1=1&period2=2", RawHttpServer.Answer(
            200, Zipped, "Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip",
            "Date: Mon, 16 Jun 2025 09:59:58 GMT", "Set-Cookie: A1=secret", "X-Two: a", "X-Two: b"));

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
    public async Task Request_carries_only_the_honest_headers()
    {
        Server.On("/", RawHttpServer.Answer(200, Page, "Set-Cookie: A1=secret"));
        using var retriever = Create();
        var request = new SourceRequest(Server.Url("/"), new Dictionary<string, string> { ["Accept"] = "text/html" });
        await retriever.FetchAsync(request, RobotsRules.None, CancellationToken.None);
        await retriever.FetchAsync(request, RobotsRules.None, CancellationToken.None);

        var lines = Server.Requests[1].Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["Accept-Encoding: gzip", "Accept: text/html", "GET / HTTP/1.1",
                $"Host: {Server.Root.Authority}", $"User-Agent: {new RetrievalOptions().UserAgent}"],
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Empty_page_is_fetched_for_the_parser_to_refuse()
    {
        Server.On("/", RawHttpServer.Answer(200, []));

        Assert.Empty(Assert.IsType<FetchResult.Fetched>(await FetchAsync("/")).Body);
    }

    [Fact]
    public async Task Chunked_page_is_reassembled()
    {
        Server.On("/", RawHttpServer.Raw(200, "4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"u8.ToArray(), "Transfer-Encoding: chunked"));

        Assert.Equal("abcdef"u8.ToArray(), Assert.IsType<FetchResult.Fetched>(await FetchAsync("/")).Body);
    }
}
