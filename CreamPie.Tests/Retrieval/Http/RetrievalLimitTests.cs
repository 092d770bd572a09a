using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>Limits of a fetch: memory, time and content codings.</summary>
public sealed class RetrievalLimitTests : LoopbackRetrieval
{
    [Fact]
    public async Task Gzip_bomb_is_too_large()
    {
        Server.On("/", RawHttpServer.Answer(200, Compress(new byte[200 << 20]), "Content-Encoding: gzip"));

        Assert.Equal(Reason.TooLarge, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task Unrequested_coding_is_refused()
    {
        Server.On("/", RawHttpServer.Answer(200, Page, "Content-Encoding: br"));

        Assert.Equal(Reason.ContentType, Assert.IsType<FetchResult.Refused>(await FetchAsync("/")).Reason);
    }

    [Fact]
    public async Task Body_over_the_wire_limit_is_refused_announced_or_not()
    {
        Server.On("/announced", RawHttpServer.Raw(200, [], "Content-Length: 5000"));
        Server.On("/not", async (stream, cancellationToken) =>
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
    public async Task Dripping_body_ends_at_the_deadline()
    {
        Server.On("/", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, [], "Content-Length: 100000"), cancellationToken);
            while (true)
            {
                await stream.WriteAsync("."u8.ToArray(), cancellationToken);
                await Task.Delay(50, cancellationToken);
            }
        });

        var options = new RetrievalOptions { AllowPrivateNetworks = true, TotalTimeoutSeconds = 0.5 };
        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", options, TimeProvider.System));
        Assert.Equal(Reason.Network, failed.Reason);
        Assert.Contains("in time", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_server_is_given_up_when_headers_are_overdue()
    {
        Server.On("/", (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        var options = new RetrievalOptions { AllowPrivateNetworks = true, ConnectTimeoutSeconds = 0.3 };
        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", options, TimeProvider.System));
        Assert.Equal(Reason.Network, failed.Reason);
    }

    [Fact]
    public async Task Cancelled_caller_gets_the_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        Server.On("/", async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        using var retriever = Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retriever.FetchAsync(Request("/"), RobotsRules.None, cancel.Token));
    }
}
