using System.Net;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using CreamPie.Web.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Http;

/// <summary>Tickers that are also words of our addresses. The routes are searched for them: a new one is in the test at once.</summary>
public sealed class SymbolOrWordTests
{
    [Fact]
    public async Task No_word_of_an_address_hides_a_ticker()
    {
        await using var app = await TestApplication.StartAsync();
        using var admin = await app.AdminAsync();
        var (_, link) = await admin.AddFeedAsync(["TEST"]);
        var hidden = Hidden([.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()]);

        foreach (var (method, path, ticker) in hidden)
        {
            var query = path.EndsWith("indicators", StringComparison.Ordinal) ? "?name=sma" : "";
            using var request = new HttpRequestMessage(
                new(method), path.Replace("/feeds/{token}", link, StringComparison.Ordinal) + query);
            using var answer = await admin.SendAsync(request);
            var detail = answer.StatusCode == HttpStatusCode.NotFound ? Json.Text(await answer.JsonAsync(), "detail") : "";
            Assert.True(
                detail!.Contains(ticker, StringComparison.Ordinal), $"{method} {path} is not of {ticker}: {answer.StatusCode} {detail}");
        }

        foreach (var known in (string[])
            ["/api/stock-data/BARS", "/api/stock-data/TRACK/bars", "/api/stock-data/track/QUOTE", "/feeds/{token}/PRICES.csv"])
            Assert.Contains(known, hidden.Select(h => h.Path));
    }

    [Fact]
    public async Task Small_letters_are_the_word()
    {
        await using var server = await StockDataServer.StartAsync();
        await server.AddAsync(Querying.SeedData.Tracked("BARS"), Querying.SeedData.Tracked("TRACK"));
        var client = server.Client();

        Assert.Equal("BARS", Json.Text(await client.JsonAsync("/api/stock-data/track/bars"), "symbol"));
        Assert.Equal("TRACK", Json.Text(await client.JsonAsync("/api/stock-data/TRACK/bars"), "symbol"));
        Assert.Equal("TRACK", Json.Text(await client.JsonAsync("/api/stock-data/Track/BARS"), "symbol"));
        Assert.Equal("BARS", Json.Text(await client.JsonAsync("/api/stock-data/BARS"), "symbol"));
        using var table = await client.GetAsync("/api/stock-data/bars");
        Assert.Equal("invalidSymbols", await table.CodeAsync());
    }

    /// <summary>Addresses in which a ticker stands where another route has a word.</summary>
    private static List<(string Method, string Path, string Ticker)> Hidden(IReadOnlyList<RouteEndpoint> routes) =>
        [.. (from taking in routes
             from other in routes
             let segments = taking.RoutePattern.PathSegments
             let words = other.RoutePattern.PathSegments
             where segments.Count == words.Count
             from at in Enumerable.Range(0, segments.Count)
             where SymbolOrWord.IsSymbol(segments[at]) && SymbolOrWord.WordOf(words[at]) is not null
                && Enumerable.Range(0, segments.Count).All(i => MayBeOne(segments[i], words[i]))
             let ending = EndingOf(segments[at])
             let ticker = SymbolOrWord.WordOf(words[at])![..^ending.Length].ToUpperInvariant()
             from method in taking.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
             where method != "HEAD"
             select (method, "/" + string.Join('/', segments.Select((s, i) => i == at ? ticker + ending : TextOf(s))), ticker)).Distinct()];

    private static bool MayBeOne(RoutePatternPathSegment a, RoutePatternPathSegment b) =>
        (SymbolOrWord.WordOf(a), SymbolOrWord.WordOf(b)) switch
        {
            ({ } one, { } other) => one.Equals(other, StringComparison.OrdinalIgnoreCase),
            ({ } word, null) => word.EndsWith(EndingOf(b), StringComparison.OrdinalIgnoreCase),
            (null, { } word) => word.EndsWith(EndingOf(a), StringComparison.OrdinalIgnoreCase),
            _ => true,
        };

    /// <summary>Like .csv of {symbol}.csv.</summary>
    private static string EndingOf(RoutePatternPathSegment segment) =>
        segment.Parts is [RoutePatternParameterPart, RoutePatternLiteralPart ending] ? ending.Content : "";

    private static string TextOf(RoutePatternPathSegment segment) =>
        SymbolOrWord.WordOf(segment) ?? (segment.Parts[0] is RoutePatternParameterPart { Name: "token" } ? "{token}" : "2024-01-02");
}
