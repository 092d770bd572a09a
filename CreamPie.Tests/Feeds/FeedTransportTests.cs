using System.Net;
using CreamPie.Tests.Api;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Feeds;

/// <summary>How a feed's answers travel, and who may keep them.</summary>
public sealed class FeedTransportTests
{
    [Fact]
    public async Task Nobody_on_the_way_keeps_an_answer_of_a_feed()
    {
        await using var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 100)]));
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        string[] paths =
        [
            "/TEST.csv", "/TEST.json", "/prices.csv", "/v8/finance/chart/TEST?range=max", "/v7/finance/quote?symbols=TEST", "/udf/config",
            "/udf/history?symbol=TEST&from=0&to=1800000000&resolution=1D", "/widgets.json", "/openbb/stocks", "/NONE.csv",
        ];
        foreach (var path in paths)
        {
            using var answer = await anonymous.GetAsync(link + path);
            Assert.Equal((path, "no-cache, private"), (path, answer.Headers.CacheControl?.ToString()));
        }
    }

    [Fact]
    public async Task Feed_over_http_is_refused_and_not_redirected()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Hosting:PublicUrl"] = "https://localhost" });
        using var anonymous = app.Anonymous();

        using var refused = await anonymous.GetAsync(new Uri("http://localhost/feeds/x/TEST.csv"));
        using var secure = await anonymous.GetAsync(new Uri("https://localhost/feeds/x/TEST.csv"));

        Assert.Equal((HttpStatusCode.Forbidden, "httpsRequired"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.Contains("https://", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "unknownFeed"), (secure.StatusCode, await secure.CodeAsync()));
    }
}
