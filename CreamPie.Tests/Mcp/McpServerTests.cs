using System.Text.Json;
using CreamPie.Core.Market;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using ModelContextProtocol.Client;
using static CreamPie.Tests.Mcp.Agents;

namespace CreamPie.Tests.Mcp;

/// <summary>By the official client, over real sockets.</summary>
public sealed class McpServerTests : IAsyncLifetime
{
    private static readonly DateOnly Captured = new(2024, 6, 3);

    private StockDataServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await StockDataServer.StartAsync();
        var document = SeedData.NewDocument(1, "TEST");
        document.Sha256 = new string('0', 63) + "1";
        await _server.AddAsync(document);
        var bars = Enumerable.Range(0, 600).Select(d => Captures.Bar(-d, 1_000 - d)).Reverse().ToList();
        await _server.Services.LoadAsync(Captures.Of(
            1, Captured, bars,
            [
                CorporateAction.Cash(Captures.Monday.AddDays(-5), ActionKind.Dividend, 1),
                CorporateAction.Split(Captures.Monday.AddDays(-2), 2, 1),
            ]));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_tool_says_what_it_takes_and_gives()
    {
        await using var client = await ConnectAsync();

        var tools = await client.ListToolsAsync();

        Assert.Equal(
            ["find_symbols", "get_actions", "get_bars", "get_indicators", "get_last_price", "get_provenance", "get_stock", "track_symbol"],
            tools.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool =>
        {
            Assert.NotEmpty(tool.Description);
            Assert.NotNull(tool.ProtocolTool.OutputSchema);
            Assert.Equal(tool.Name != "track_symbol", tool.ProtocolTool.Annotations?.ReadOnlyHint ?? false);
        });
    }

    [Fact]
    public async Task Bars_are_few_and_carry_basis_source_and_hash()
    {
        await using var client = await ConnectAsync();

        var bars = await CallAsync(client, "get_bars", ("symbol", "test"), ("interval", "1d"), ("limit", 3));

        Assert.Equal(3, bars.GetProperty("bars").GetArrayLength());
        Assert.Equal("2024-01-01", bars.GetProperty("bars")[2].GetProperty("date").GetString());
        Assert.StartsWith("597 earlier rows: call get_bars with to=2023-12-29", Text(bars, "more"), StringComparison.Ordinal);
        Assert.Equal("adjusted for splits, not for dividends", bars.GetProperty("basis").GetString());
        Assert.Equal(new string('0', 63) + "1", bars.GetProperty("newestFrom").GetProperty("sha256").GetString());
        Assert.Contains("The stored history ends on 2024-01-01", bars.GetProperty("doubt").GetString(), StringComparison.Ordinal);
        Assert.Equal(1_000, bars.GetProperty("summary").GetProperty("lastClose").GetDouble());
    }

    [Fact]
    public async Task Address_with_a_day_hides_all_that_came_after_it()
    {
        await using var client = await ConnectAsync("?asOf=2023-12-29");
        var day = ("asOf", (object)"2024-06-01");

        var bars = await CallAsync(client, "get_bars", ("symbol", "TEST"), ("interval", "1d"), ("limit", 1), day);
        var actions = await CallAsync(client, "get_actions", ("symbol", "TEST"), day);
        var price = await CallAsync(client, "get_last_price", ("symbol", "TEST"), day);
        var stock = await CallAsync(client, "get_stock", ("symbol", "TEST"), day);
        var indicator = await CallAsync(client, "get_indicators", ("symbol", "TEST"), ("indicators", "sma(2)"), ("limit", 1), day);

        // Two days before the end, and before the split of two for one.
        var bar = bars.GetProperty("bars")[0];
        Assert.Equal(("2023-12-29", 1_994.0), (bar.GetProperty("date").GetString(), bar.GetProperty("close").GetDouble()));
        Assert.Equal(2, actions.GetProperty("actions")[0].GetProperty("amount").GetDouble());
        Assert.Equal(1, actions.GetProperty("actions").GetArrayLength());
        Assert.Equal(1_994, price.GetProperty("price").GetDouble());
        Assert.Equal("2023-12-29", stock.GetProperty("freshness").GetProperty("lastBar").GetString());
        Assert.Equal(1_993, indicator.GetProperty("indicators")[0].GetProperty("values").GetProperty("value")[0].GetDouble());
        var later = await RefusalAsync(client, "get_provenance", ("symbol", "TEST"), ("date", "2024-01-01"));
        Assert.Contains("knows nothing after 2023-12-29", later, StringComparison.Ordinal);
        Assert.Contains("of today", await RefusalAsync(client, "track_symbol", ("symbol", "AAPL")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_beside_the_prices_tells_what_came_later()
    {
        await _server.Services.LoadAsync(Captures.Of(2, Captured, [Captures.Bar(0, 5)], symbol: "LATER"));
        var document = SeedData.NewDocument(2, "LATER");
        await _server.AddAsync(document);
        await using var client = await ConnectAsync("?asOf=2023-12-20");

        var found = await CallAsync(client, "find_symbols");
        string[] answers =
        [
            found.GetRawText(),
            (await CallAsync(client, "get_stock", ("symbol", "TEST"))).GetRawText(),
            (await CallAsync(client, "get_bars", ("symbol", "TEST"))).GetRawText(),
            (await CallAsync(client, "get_bars", ("symbol", "LATER"))).GetRawText(),
            (await CallAsync(client, "get_provenance", ("symbol", "TEST"), ("date", "2023-12-20"))).GetRawText(),
            await RefusalAsync(client, "get_stock", ("symbol", "LATER")),
        ];

        Assert.Equal(["TEST"], found.GetProperty("stocks").EnumerateArray().Select(s => Text(s, "symbol")));
        Assert.All(answers, answer => Assert.DoesNotMatch("2023-12-2[1-9]|2024-|Jan 2024", answer));
    }

    [Theory, InlineData("?as_of=2020-12-31"), InlineData("?asOf="), InlineData("?asOf=soon"), InlineData("?asOf=2020-12-31&x=1")]
    public async Task Address_that_does_not_say_a_day_is_refused(string query)
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await _server.Client(Roles.Analyst).PostAsync("/mcp" + query, body);

        Assert.Equal("invalidAsOf", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("get_bars", "symbol", "no such symbol!", "")]
    [InlineData("get_bars", "symbol", "NONE", "NONE is not tracked here")]
    [InlineData("get_bars", "from", "yesterday", "from must be a date like 2024-06-10.")]
    [InlineData("get_bars", "interval", "5m", "interval must be one of")]
    [InlineData("get_bars", "limit", 501, "limit must be from 1 to 500")]
    [InlineData("get_bars", "asOf", "2024", "asOf must be a date like")]
    [InlineData("get_indicators", "indicators", "sma(0)", "period as a whole number")]
    [InlineData("get_provenance", "date", "2024-01-07", "There is no bar of TEST on 2024-01-07")]
    public async Task Wrong_argument_gets_a_sentence(string tool, string name, object value, string sentence)
    {
        await using var client = await ConnectAsync();
        var arguments = new Dictionary<string, object> { ["symbol"] = "TEST" };
        arguments[name] = value;

        var refusal = await RefusalAsync(client, tool, [.. arguments.Select(a => (a.Key, a.Value))]);

        Assert.Contains(sentence, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracking_and_provenance_work_from_an_agent()
    {
        await using var client = await ConnectAsync();

        var tracked = await CallAsync(client, "track_symbol", ("symbol", "msft"));
        var found = await CallAsync(client, "find_symbols", ("query", "ms"));
        var origin = await CallAsync(client, "get_provenance", ("symbol", "TEST"), ("date", "2024-01-01"));

        Assert.Equal("MSFT", tracked.GetProperty("symbol").GetString());
        Assert.Equal("MSFT", found.GetProperty("stocks")[0].GetProperty("symbol").GetString());
        Assert.Equal(1_000, origin.GetProperty("bar").GetProperty("close").GetDouble());
    }

    [Fact]
    public async Task Key_reads_and_needs_its_own_scope_to_track()
    {
        using var reader = await KeyAsync("read");
        using var tracker = await KeyAsync("read", "track");
        await using var reading = await ConnectAsync(http: reader);
        await using var tracking = await ConnectAsync(http: tracker);

        Assert.Equal(600, (await CallAsync(reading, "get_stock", ("symbol", "TEST"))).GetProperty("bars").GetInt32());
        Assert.Contains("scope track", await RefusalAsync(reading, "track_symbol", ("symbol", "AAPL")), StringComparison.Ordinal);
        Assert.Equal("AAPL", (await CallAsync(tracking, "track_symbol", ("symbol", "AAPL"))).GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task Stranger_gets_401()
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await _server.Client(role: null).PostAsync("/mcp", body);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Text_that_is_none_is_refused_with_a_sentence()
    {
        await using var client = await ConnectAsync();

        Assert.Contains("not text", await RefusalAsync(client, "find_symbols", ("query", "a\0b")), StringComparison.Ordinal);
    }

    private async Task<HttpClient> KeyAsync(params string[] scopes)
    {
        var owner = _server.Client(Roles.Analyst);
        var (_, key) = await owner.AddKeyAsync(scopes);
        var client = new HttpClient { BaseAddress = owner.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private Task<McpClient> ConnectAsync(string query = "", HttpClient? http = null) =>
        Agents.ConnectAsync(http ?? _server.Client(Roles.Analyst), query);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
