using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Clients;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Mcp;

/// <summary>
/// The official client for TypeScript, with an API key. It validates structured content by the output schema of its tool.
/// </summary>
public sealed class McpClientTests
{
    [Fact]
    public async Task Typescript_client_lists_and_calls_every_tool()
    {
        await using var server = await WithBarsAsync();
        var (_, key) = await server.Client().AddKeyAsync(["read", "track"]);
        object[] calls =
        [
            Call("find_symbols", new { query = "te" }),
            Call("get_stock", new { symbol = "TEST" }),
            Call("get_bars", new { symbol = "TEST", interval = "1d", limit = 2 }),
            Call("get_actions", new { symbol = "TEST" }),
            Call("get_last_price", new { symbol = "TEST" }),
            Call("get_indicators", new { symbol = "TEST", indicators = "sma(2)", limit = 2 }),
            Call("get_provenance", new { symbol = "TEST", date = "2024-01-02" }),
            Call("track_symbol", new { symbol = "MSFT" }),
        ];

        var read = await ReadAsync(server, key, calls);

        var tools = read.GetProperty("tools").EnumerateArray().Select(t => Json.Text(t, "name")).Order(StringComparer.Ordinal);
        var called = calls.Select(c => Json.Text(JsonSerializer.SerializeToElement(c), "name"));
        Assert.Equal(called.Order(StringComparer.Ordinal), tools);
        var answers = read.GetProperty("answers").EnumerateArray().ToList();
        Assert.All(answers, a => Assert.False(IsError(a), a.ToString()));
        Assert.All(answers, a => Assert.Equal(JsonValueKind.Object, a.GetProperty("structuredContent").ValueKind));
        var bars = (await server.Client().JsonAsync("/api/stock-data/TEST/bars")).GetProperty("bars").EnumerateArray();
        Assert.Equal(
            bars.TakeLast(2).Select(b => (Json.Text(b, "date"), b.GetProperty("close").GetDouble())),
            answers[2].GetProperty("structuredContent").GetProperty("bars").EnumerateArray()
                .Select(b => (Json.Text(b, "date"), b.GetProperty("close").GetDouble())));
        Assert.Equal("MSFT", Json.Text(answers[7].GetProperty("structuredContent"), "symbol"));
    }

    [Fact]
    public async Task Key_that_may_only_read_cannot_track()
    {
        await using var server = await WithBarsAsync();
        var (_, key) = await server.Client().AddKeyAsync(["read"]);

        var read = await ReadAsync(
            server, key, [Call("track_symbol", new { symbol = "MSFT" }), Call("get_last_price", new { symbol = "TEST" })]);

        var answers = read.GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal((true, false), (IsError(answers[0]), IsError(answers[1])));
        Assert.Contains("scope track", answers[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_key_gets_401()
    {
        await using var server = await WithBarsAsync();
        var (_, key) = await server.Client().AddKeyAsync(["read"]);

        var read = await ReadAsync(server, key[..^1] + (key[^1] == '0' ? '1' : '0'), []);

        Assert.Equal(401, read.GetProperty("code").GetInt32());
    }

    private static object Call(string name, object arguments) => new { name, arguments };

    private static bool IsError(JsonElement answer) => answer.TryGetProperty("isError", out var isError) && isError.GetBoolean();

    private static async Task<JsonElement> ReadAsync(StockDataServer server, string key, object[] calls)
    {
        var address = new Uri(server.Client().BaseAddress!, "/mcp").ToString();
        using var node = new NodeFolder("feeds");
        var text = await node.RunAsync("mcp.mjs", address, key, JsonSerializer.Serialize(calls));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static async Task<StockDataServer> WithBarsAsync()
    {
        var server = await StockDataServer.StartAsync();
        var document = SeedData.NewDocument(1, "TEST");
        document.Sha256 = new string('0', 63) + "1";
        await server.AddAsync(document);
        await server.Services.LoadAsync(Captures.Of(
            1, new(2024, 6, 3), [Captures.Bar(0, 100), Captures.Bar(1, 101.5), Captures.Bar(2, 103)],
            [
                CorporateAction.Cash(Captures.Monday.AddDays(1), ActionKind.Dividend, 0.25),
                CorporateAction.Split(Captures.Monday.AddDays(2), 4, 1),
            ]));
        return server;
    }
}
