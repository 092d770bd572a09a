using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Loading.Listings;
using CreamPie.Tests.Querying;
using static CreamPie.Tests.Api.Json;

namespace CreamPie.Tests.Api;

/// <summary>Two companies of one ticker, as an integration sees them.</summary>
public sealed class ListingsApiTests
{
    private const string Api = "/api/stock-data";

    [Fact]
    public async Task Earlier_company_is_read_under_a_symbol_of_its_own()
    {
        await using var server = await WithBothAsync();

        var facts = await server.Client().JsonAsync($"{Api}/S=1");
        var bars = await server.Client().JsonAsync($"{Api}/s%3D1/bars");
        var listings = await server.Client().JsonAsync($"{Api}/S/listings");

        Assert.Equal(("S=1", Companies.Sprint, "retired"), (Text(facts, "symbol"), Text(facts, "name"), Text(facts, "status")));
        Assert.Equal(40, bars.GetProperty("bars").GetArrayLength());
        Assert.Equal("2024-05-20", Text(bars.GetProperty("bars")[39], "date"));
        Assert.Equal(
            """{"symbol":"S=1","name":"Sprint Corporation","firstBar":"2024-04-11","lastBar":"2024-05-20"}""",
            listings.GetProperty("earlier")[0].GetRawText());
        Assert.Equal("NewListing", Text(listings.GetProperty("findings")[0], "kind"));
        Assert.Equal("S", Text((await server.Client().JsonAsync($"{Api}/S=1/listings")).GetProperty("later")[0], "symbol"));
    }

    [Fact]
    public async Task Admin_confirms_or_joins_and_an_analyst_does_not()
    {
        await using var server = await WithBothAsync();
        var id = (await server.Client().JsonAsync($"{Api}/S/listings")).GetProperty("findings")[0].GetProperty("id").GetInt32();

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(Roles.Analyst, "join"));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(Roles.Admin, "join"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(Roles.Admin, "confirm"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client().GetAsync($"{Api}/S=1")).StatusCode);
        Assert.Equal(60, (await server.Client().JsonAsync($"{Api}/S/bars")).GetProperty("bars").GetArrayLength());

        async Task<HttpStatusCode> PostAsync(string role, string decision) =>
            (await server.Client(role).PostAsync($"{Api}/findings/{id}/{decision}", null)).StatusCode;
    }

    [Fact]
    public async Task Earlier_company_is_never_tracked()
    {
        await using var server = await WithBothAsync();

        var answer = await server.Client().PostAsJsonAsync($"{Api}/track", new { symbol = "S=1" });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("retired", await answer.CodeAsync());
    }

    private static async Task<StockDataServer> WithBothAsync()
    {
        var server = await StockDataServer.StartAsync();
        await server.Services.LoadAsync(Companies.OfSprint(1), Companies.OfSentinelOne(2));
        return server;
    }
}
