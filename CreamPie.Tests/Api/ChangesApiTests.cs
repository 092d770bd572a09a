using System.Net;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

public sealed class ChangesApiTests
{
    private const string Changes = "/api/stock-data/changes";

    [Fact]
    public async Task Mirror_gets_304_until_a_load_and_then_the_loaded_stock()
    {
        await using var server = await BulkApiTests.WithStocksAsync();
        var all = await server.Client().JsonAsync(Changes);
        var path = $"{Changes}?since={Text(all, "cursor")}";
        using var nothing = await server.Client().GetAsync(path);

        using var again = await AskAsync();
        await server.Services.LoadAsync(Captures.Of(9, new(2024, 3, 2), [Captures.Bar(5, 30)], symbol: "BBB"));
        using var later = await AskAsync();

        Assert.Equal(["items", "cursor", "more", "reset"], all.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Text(all, "cursor"), Text(await nothing.JsonAsync(), "cursor"));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, later.StatusCode));
        var changed = Assert.Single((await later.JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal("BBB", Text(changed, "symbol"));
        Assert.Equal(
            (await server.Client().JsonAsync("/api/stock-data/BBB/bars")).GetProperty("version").GetInt64(),
            changed.GetProperty("version").GetInt64());

        Task<HttpResponseMessage> AskAsync() =>
            server.Client().SendAsync(new(HttpMethod.Get, path) { Headers = { IfNoneMatch = { nothing.Headers.ETag! } } });
    }

    [Theory]
    [InlineData("since=abc", "invalidSince"), InlineData("limit=0", "invalidLimit"), InlineData("limit=10001", "invalidLimit")]
    public async Task Invalid_value_is_answered_with_the_valid_ones(string query, string code)
    {
        await using var server = await BulkApiTests.WithStocksAsync();

        Assert.Equal(code, await (await server.Client().GetAsync($"{Changes}?{query}")).CodeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(null).GetAsync(Changes)).StatusCode);
    }
}
