using System.Net;
using System.Net.Sockets;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>Where the retriever connects, and its errors if it cannot.</summary>
public sealed class ConnectionTests : LoopbackRetrieval
{
    [Fact]
    public async Task Closed_port_is_a_failure()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        using var retriever = Create();

        var failed = Assert.IsType<FetchResult.Failed>(
            await retriever.FetchAsync(Request(new Uri($"http://127.0.0.1:{port}/")), RobotsRules.None, CancellationToken.None));
        Assert.Equal(Reason.Network, failed.Reason);
        Assert.Contains(nameof(SocketError.ConnectionRefused), failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untrusted_certificate_is_refused()
    {
        using var server = new RawHttpServer(selfSigned: true);
        server.On("/", RawHttpServer.Answer(200, Page));
        using var retriever = Create();

        var refused = Assert.IsType<FetchResult.Refused>(
            await retriever.FetchAsync(Request(server.Root), RobotsRules.None, CancellationToken.None));
        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("certificate", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Broken_TLS_handshake_is_a_failure()
    {
        var url = new UriBuilder(Server.Root) { Scheme = "https" }.Uri;
        using var retriever = Create();

        var failed = Assert.IsType<FetchResult.Failed>(
            await retriever.FetchAsync(Request(url), RobotsRules.None, CancellationToken.None));
        Assert.Equal(Reason.Network, failed.Reason);
    }

    [Fact]
    public async Task Http_and_other_ports_are_refused_by_default()
    {
        var refused = Assert.IsType<FetchResult.Refused>(await FetchAsync("/", new RetrievalOptions()));

        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("Retrieval__AllowPrivateNetworks", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Server.Connections);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://169.254.169.254/")]
    public async Task Private_addresses_are_refused_by_default(string url)
    {
        using var retriever = Create(new RetrievalOptions());

        var refused = Assert.IsType<FetchResult.Refused>(
            await retriever.FetchAsync(Request(new Uri(url)), RobotsRules.None, CancellationToken.None));
        Assert.Equal(Reason.Network, refused.Reason);
        Assert.Contains("not on the public Internet", refused.Error, StringComparison.Ordinal);
    }
}
