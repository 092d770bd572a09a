using System.Net;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Http.Circuits;

/// <summary>How many pages may be open at a time.</summary>
public sealed class CircuitLimitTests
{
    [Fact]
    public async Task Thirty_circuits_of_one_person_stop_at_the_limit()
    {
        await using var app = await StartAsync(("PerPerson", "5"));
        using var analyst = await app.AnalystAsync();
        var circuits = await OpenAsync(analyst, 30);

        Assert.Equal(5, circuits.Count(c => c.Status == 101));
        Assert.Equal(25, circuits.Count(c => c.Status == 429));
        // Its circuit has started: it calls the page.
        Assert.Contains("JS.BeginInvokeJS", await circuits[0].ReceiveAsync(), StringComparison.Ordinal);
        circuits.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Closed_page_gives_its_place_to_the_next()
    {
        await using var app = await StartAsync(("PerPerson", "1"));
        using var analyst = await app.AnalystAsync();
        var first = Assert.Single(await OpenAsync(analyst, 1));
        Assert.Equal(429, (await OpenAsync(analyst, 1))[0].Status);

        first.Dispose();

        await Eventually.SeeAsync(async () => (await OpenAsync(analyst, 1)).Find(c => c.Status == 101));
    }

    [Fact]
    public async Task Full_server_keeps_its_last_places_for_admins()
    {
        await using var app = await StartAsync(("Total", "4"), ("ForAdmins", "2"));
        using var analyst = await app.AnalystAsync();
        await app.AddUserAsync("other@example.org", Roles.Analyst);
        using var other = await app.SignInAsync("other@example.org");
        using var admin = await app.AdminAsync();

        // Held until the end: a circuit that the garbage collector closes gives its place away.
        List<RawCircuit> circuits = [.. await OpenAsync(analyst, 3), .. await OpenAsync(other, 1), .. await OpenAsync(admin, 3)];

        Assert.Equal([101, 101, 503, 503, 101, 101, 503], circuits.Select(c => c.Status));
        circuits.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Page_without_a_place_names_the_limit_and_what_to_do()
    {
        await using var app = await StartAsync(("PerPerson", "1"));
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var browser = app.Anonymous();
        using var signedIn = await browser.SignInByPageAsync(TestApplication.AnalystEmail);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/stocks")).StatusCode);
        using var analyst = await app.SignInAsync(TestApplication.AnalystEmail);
        using var open = (await OpenAsync(analyst, 1))[0];

        using var refused = await browser.GetAsync("/stocks/AAPL?range=1y");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("10", refused.Headers.GetValues("Refresh").Single());
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Contains("You have 1 page open, the limit for one person. Close one that you do not need.", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/stocks/AAPL?range=1y\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        // Static pages have no circuit.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
    }

    [Theory, InlineData("_blazor/"), InlineData("_BLAZOR")]
    public async Task Other_spelling_of_the_address_is_counted_too(string path)
    {
        await using var app = await StartAsync(("PerPerson", "1"));
        using var analyst = await app.AnalystAsync();
        using var open = (await OpenAsync(analyst, 1))[0];
        Assert.Equal(429, (await OpenAsync(analyst, 1, path))[0].Status);
    }

    [Fact]
    public async Task Long_polling_which_nothing_counts_is_refused()
    {
        await using var app = await StartAsync();
        using var analyst = await app.AnalystAsync();
        using var answer = await analyst.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);
        var token = Json.Text(await answer.JsonAsync(), "connectionToken");
        using var polled = await analyst.GetAsync($"/_blazor?id={token}");
        using var sent = await analyst.PostAsync($"/_blazor?id={token}", new StringContent("{}"));
        Assert.Equal("webSocketsOnly", await polled.CodeAsync());
        Assert.Equal("webSocketsOnly", await sent.CodeAsync());
    }

    [Fact]
    public async Task Message_beyond_32_KB_ends_the_circuit()
    {
        await using var app = await StartAsync();
        using var analyst = await app.AnalystAsync();
        using var circuit = (await OpenAsync(analyst, 1))[0];
        Assert.NotEqual("", await circuit.ReceiveAsync());

        await circuit.SendAsync([.. new byte[] { 0xc0, 0xb8, 0x02 }, .. new byte[40_000]]);

        while (await circuit.ReceiveAsync() is { Length: > 0 })
        {
        }
        Assert.False(circuit.IsOpen);
    }

    private static Task<TestApplication> StartAsync(params (string Key, string Value)[] limits) => TestApplication.StartAsync(
        settings: limits.ToDictionary(l => "Circuits:" + l.Key, l => l.Value), realSockets: true);

    private static async Task<List<RawCircuit>> OpenAsync(HttpClient client, int count, string path = "_blazor")
    {
        var circuits = new List<RawCircuit>();
        for (var i = 0; i < count; i++)
        {
            circuits.Add(await RawCircuit.OpenAsync(
                client.BaseAddress!, client.DefaultRequestHeaders.Authorization!.Parameter!, path));
        }
        return circuits;
    }
}
