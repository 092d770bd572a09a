using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Http;

/// <summary>A server that is asked by a name it does not know says which setting would make it answer.</summary>
public sealed class HostNameTests
{
    [Theory]
    [InlineData("nas:8080", "nas"), InlineData("192.168.1.5:8080", "192.168.1.5"), InlineData("[fd00::5]:8080", "fd00::5")]
    [InlineData("evil.localhost", "evil.localhost")]
    public async Task Unknown_host_name_gets_400_that_names_the_settings(string host, string name)
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(realSockets: true, log: log);

        using var page = await AskAsync(app, "/", host);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "text/plain"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"Set Hosting__PublicUrl to the address that browsers open, like http://{host},", text, StringComparison.Ordinal);
        Assert.Contains($"add {name} to Hosting__AllowedHosts", text, StringComparison.Ordinal);
        using var api = await AskAsync(app, "/api/stock-data/symbols", host);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"), (api.StatusCode, api.Content.Headers.ContentType!.MediaType));
        var problem = await api.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("unknownHost", problem.GetProperty("code").GetString());
        Assert.Equal(text.TrimEnd(), problem.GetProperty("detail").GetString());
        using var head = await AskAsync(app, "/stocks", host, HttpMethod.Head);
        Assert.Equal((HttpStatusCode.BadRequest, ""), (head.StatusCode, await head.Content.ReadAsStringAsync()));
        foreach (var path in new[] { "/app.css", "/nope", "/_blazor/negotiate" })
            Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(app, path, host)).StatusCode);
        Assert.Single(log, line => line.Contains("Hosting__PublicUrl", StringComparison.Ordinal));
    }

    [Theory, InlineData("nas:8080"), InlineData("10.42.0.17:8080"), InlineData("[fd00::5]")]
    public async Task Health_is_told_whatever_the_host_name(string host)
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        foreach (var path in new[] { "/healthz/live", "/healthz/ready" })
        {
            using var answer = await AskAsync(app, path, host);
            Assert.Equal((HttpStatusCode.OK, "Healthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    [Theory]
    [InlineData("localhost:1"), InlineData("LOCALHOST"), InlineData("localhost."), InlineData("127.0.0.1:99"), InlineData("[::1]:80")]
    [InlineData("[0:0:0:0:0:0:0:1]"), InlineData("stocks.example.org"), InlineData("STOCKS.example.org:8443")]
    [InlineData("nas:8080"), InlineData("[fd00::5]:8080"), InlineData("[fd00:0::5]"), InlineData("xn--bcher-kva.example")]
    public async Task Configured_and_own_names_are_served_on_any_port(string host)
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, "/account/sign-in", host)).StatusCode);
    }

    [Theory]
    [InlineData("stocks.example.org.evil.example"), InlineData("a.stocks.example.org"), InlineData("example.org"), InlineData("fd00")]
    public async Task Names_that_only_resemble_a_configured_one_are_refused(string host)
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(app, "/account/sign-in", host)).StatusCode);
    }

    [Fact]
    public async Task Forwarded_host_is_never_believed_but_the_proxy_is_mentioned()
    {
        await using var app = await StartAsync();
        var text = await (await AskAsync(app, "/", "backend:8080", forwarded: "stocks.example.org")).Content.ReadAsStringAsync();
        Assert.Contains("let the reverse proxy pass on the Host header", text, StringComparison.Ordinal);
        text = await (await AskAsync(app, "/", "backend:8080", forwarded: "evil.example")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("reverse proxy", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stocks.example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_unknown_name_is_logged_once_and_not_more_than_100()
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(realSockets: true, log: log);
        for (var i = 0; i < 110; i++)
        {
            (await AskAsync(app, "/", $"scan-{i}.example")).Dispose();
            (await AskAsync(app, "/", $"scan-{i}.example")).Dispose();
        }
        Assert.Equal(100, log.Count(line => line.Contains("Hosting__AllowedHosts", StringComparison.Ordinal)));
    }

    private static Task<TestApplication> StartAsync() => TestApplication.StartAsync(
        realSockets: true,
        settings: new Dictionary<string, string>
        {
            ["Hosting:PublicUrl"] = "http://stocks.example.org:8443",
            ["Hosting:AllowedHosts"] = "nas, fd00::5,b\u00FCcher.example",
        });

    private static async Task<HttpResponseMessage> AskAsync(
        TestApplication app, string path, string host, HttpMethod? method = null, string? forwarded = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Host", host);
        if (forwarded is not null)
            request.Headers.Add("X-Forwarded-Host", forwarded);
        using var client = app.Anonymous();
        return await client.SendAsync(request);
    }
}
