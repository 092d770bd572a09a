using System.Net;
using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Feeds;

/// <summary>A feed as charts of TradingView read it, and what all feeds have from the server.</summary>
public sealed class FeedUdfTests
{
    [Fact]
    public async Task Longer_bars_are_whole_wherever_a_page_ends()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync(["TEST"]);
        // Wednesdays.
        var (from, to) = (Seconds(2024, 1, 10), Seconds(2024, 2, 7));

        var page = await owner.JsonAsync($"{link}/udf/history?symbol=TEST&resolution=1W&from={from}&to={to}");

        var whole = (await owner.JsonAsync("/api/stock-data/TEST/bars?interval=1wk")).GetProperty("bars").EnumerateArray()
            .Where(b => b.GetProperty("date").GetDateTime() >= new DateTime(2024, 1, 10)
                && b.GetProperty("date").GetDateTime() <= new DateTime(2024, 2, 7));
        var expected = whole.Select(b => b.GetProperty("close").GetDouble()).ToList();
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected, page.GetProperty("c").EnumerateArray().Select(c => c.GetDouble()));
    }

    [Fact]
    public async Task Foreign_parameter_is_ignored_and_a_long_answer_compressed()
    {
        await using var app = await WithBarsAsync();
        using var owner = await app.AnalystAsync();
        var (_, link) = await owner.AddFeedAsync(["TEST"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{link}/TEST.json?format=a%22%C3%A9&start=1");
        request.Headers.Add("Accept-Encoding", "br");

        using var answer = await owner.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
    }

    private static long Seconds(int year, int month, int day) =>
        new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static async Task<TestApplication> WithBarsAsync()
    {
        var app = await TestApplication.StartAsync();
        await app.Services.LoadAsync(Of(1, new(2024, 3, 1), [.. Enumerable.Range(0, 50).Select(d => Bar(d, 100 + d))]));
        return app;
    }
}
