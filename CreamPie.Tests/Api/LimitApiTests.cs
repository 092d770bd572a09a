using System.Net;
using System.Net.Http.Json;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Api;

/// <summary>Limits as programs meet them: 429 or 503, when to retry, and a sentence.</summary>
public sealed class LimitApiTests
{
    [Fact]
    public async Task Symbol_beyond_the_limit_is_refused_until_midnight()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Tracking:SymbolsPerDay"] = "2" });
        using var analyst = await app.AnalystAsync();
        Assert.Equal(HttpStatusCode.OK, (await TrackAsync(analyst, "AAA")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await TrackAsync(analyst, "BBB")).StatusCode);

        using var refused = await TrackAsync(analyst, "CCC");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var problem = await refused.JsonAsync();
        Assert.StartsWith(
            "You have started tracking 2 symbols today, the limit for one person.", Json.Text(problem, "detail"), StringComparison.Ordinal);
        Assert.Equal("rateLimited", Json.Text(problem, "code"));
    }

    [Fact]
    public async Task Analyst_stops_what_is_their_own_and_an_admin_what_is_anyones()
    {
        await using var app = await TestApplication.StartAsync();
        using var analyst = await app.AnalystAsync();
        using var admin = await app.AdminAsync();
        await TrackAsync(analyst, "AAA");
        await TrackAsync(admin, "BBB");
        Assert.True((await analyst.JsonAsync("/api/stock-data/AAA")).GetProperty("tracking").GetProperty("you").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await analyst.DeleteAsync("/api/stock-data/tracked/AAA")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.DeleteAsync("/api/stock-data/tracked/BBB")).StatusCode);
        await TrackAsync(analyst, "CCC");
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync("/api/stock-data/tracked/CCC")).StatusCode);

        var tracked = await admin.JsonAsync("/api/stock-data/track");
        var stock = Assert.Single(tracked.GetProperty("items").EnumerateArray());
        Assert.Equal("BBB", Json.Text(stock, "symbol"));
        var person = Assert.Single(stock.GetProperty("tracking").GetProperty("people").EnumerateArray());
        Assert.Equal(TestApplication.AdminEmail, Json.Text(person, "name"));
    }

    [Fact]
    public async Task Answer_that_is_received_slowly_uses_up_its_own_persons_places()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["HeavyReads:PerPerson"] = "2", ["HeavyReads:WaitSeconds"] = "0" },
            realSockets: true);
        using var admin = await app.AdminAsync();
        using var analyst = await app.AnalystAsync();
        using var imported = await admin.PostAsync("/api/stock-data/import", Json.Form(new byte[24 << 20], "AAA.csv"));
        var raw = $"/api/stock-data/documents/{(await imported.JsonAsync()).GetProperty("id").GetInt32()}/raw";
        var slow = new List<HttpResponseMessage>();
        for (var i = 0; i < 2; i++)
            slow.Add(await analyst.GetAsync(raw, HttpCompletionOption.ResponseHeadersRead));

        using var refused = await analyst.GetAsync(raw, HttpCompletionOption.ResponseHeadersRead);
        using var others = await admin.GetAsync(raw, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(
            "You have 2 large reads running, the limit for one person. Try again in 5 seconds.",
            Json.Text(await refused.JsonAsync(), "detail"));
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        slow.ForEach(answer => answer.Dispose());
    }

    private static Task<HttpResponseMessage> TrackAsync(HttpClient client, string symbol) =>
        client.PostAsJsonAsync("/api/stock-data/track", new { symbol });
}
