using System.Net;
using CreamPie.Tests.Support;
using CreamPie.Web.Feeds;

namespace CreamPie.Tests.Feeds;

/// <summary>Pages of other sites read feeds in a browser only if the admin has named them.</summary>
public sealed class FeedOriginTests
{
    private const string Named = "https://pro.openbb.co";

    [Theory, InlineData(Named, true), InlineData("https://evil.example", false)]
    public async Task Browser_reads_a_feed_for_named_sites_only(string origin, bool isAllowed)
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Feeds:AllowedOrigins"] = $"{Named}, https://charts.example" });
        using var owner = await app.AnalystAsync();
        using var anonymous = app.Anonymous();
        var (_, link) = await owner.AddFeedAsync();
        foreach (var (method, path) in new[] { (HttpMethod.Get, "prices.csv"), (HttpMethod.Options, "udf/config") })
        {
            using var request = new HttpRequestMessage(method, $"{link}/{path}");
            request.Headers.Add("Origin", origin);
            if (method == HttpMethod.Options)
                request.Headers.Add("Access-Control-Request-Method", "GET");
            using var answer = await anonymous.SendAsync(request);

            Assert.Equal(isAllowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }
        using var api = new HttpRequestMessage(HttpMethod.Get, "/api/stock-data/symbols") { Headers = { { "Origin", origin } } };
        using var refused = await anonymous.SendAsync(api);
        Assert.Equal((HttpStatusCode.Unauthorized, false), (refused.StatusCode, refused.Headers.Contains("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("", true), InlineData("https://a.example,http://localhost:8080", true)]
    [InlineData("*", false), InlineData("https://a.example/", false), InlineData("a.example", false), InlineData("null", false)]
    public void Origins_are_addresses_without_a_path(string setting, bool isReadable) =>
        Assert.Equal(isReadable, FeedOptions.HasReadableOrigins(new() { AllowedOrigins = setting }));
}
