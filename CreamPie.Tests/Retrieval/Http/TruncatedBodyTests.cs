using System.Text;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>A truncated body is never accepted as a page.</summary>
public sealed class TruncatedBodyTests : LoopbackRetrieval
{
    [Fact]
    public async Task Body_shorter_than_its_length_is_truncated()
    {
        Server.On("/", RawHttpServer.Raw(200, Page[..1000], $"Content-Length: {Page.Length}"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Theory]
    [InlineData("4\r\nabcd\r\n5\r\nef")]
    [InlineData("4\r\nabcd\r\n")]
    [InlineData("4\r\nabcd")]
    public async Task Cut_chunked_body_is_truncated(string body)
    {
        Server.On("/", RawHttpServer.Raw(200, Encoding.ASCII.GetBytes(body), "Transfer-Encoding: chunked"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task Connection_closed_without_an_answer_is_a_failure()
    {
        Server.On("/", []);

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
        // By default HttpClient would retry three times at once.
        Assert.Equal(1, Server.Connections);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(50, true)]
    [InlineData(50, false)]
    [InlineData(99, true)]
    [InlineData(99, false)]
    public async Task Cut_gzip_body_is_truncated_with_or_without_a_length(int percent, bool length)
    {
        var cut = Zipped[..(Zipped.Length * percent / 100)];
        Server.On("/", length
            ? RawHttpServer.Answer(200, cut, "Content-Encoding: gzip")
            : RawHttpServer.Raw(200, cut, "Content-Encoding: gzip"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task Gzip_body_with_a_bad_trailer_is_truncated()
    {
        var wrong = Zipped.ToArray();
        wrong[^8] ^= 1;
        Server.On("/trailer", RawHttpServer.Raw(200, Zipped[..^8], "Content-Encoding: gzip"));
        Server.On("/checksum", RawHttpServer.Raw(200, wrong, "Content-Encoding: gzip"));

        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/trailer")).Reason);
        Assert.Equal(Reason.Truncated, Assert.IsType<FetchResult.Failed>(await FetchAsync("/checksum")).Reason);
    }
}
