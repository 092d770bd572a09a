using CreamPie.Tests.Api;
using CreamPie.Tests.Clients;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Mcp;

/// <summary>
/// The official conformance suite, unchanged. Most of its scenarios call tools, resources and prompts of an example server of its own,
/// which no other server has: conformance.yml names those, and the suite fails when one of them passes or another one does not. So it
/// judges the handshake, ping, logging level, the list of tools with their schemas, and the refusal of other sites.
/// </summary>
public sealed class McpConformanceTests
{
    [Fact]
    public async Task Official_suite_passes_but_for_what_only_its_example_has()
    {
        await using var server = await StockDataServer.StartAsync();
        var (_, key) = await server.Client().AddKeyAsync(["read"]);
        using var node = new NodeFolder("conformance");

        var said = await node.RunAsync("conformance.mjs", new Uri(server.Client().BaseAddress!, "/mcp").ToString(), key);

        foreach (var scenario in (string[])
            ["server-initialize", "logging-set-level", "ping", "tools-list", "dns-rebinding-protection"])
            Assert.Matches($"✓ {scenario}: [1-9][0-9]* passed, 0 failed", said);
    }
}
