using System.Net;
using Bunit;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Layout.Banners;
using CreamPie.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Http;

/// <summary>A reverse proxy that the settings do not name is noticed, and never a loop.</summary>
public sealed class UnknownProxyTests
{
    [Fact]
    public async Task Https_behind_an_unknown_proxy_is_a_sentence_and_no_loop()
    {
        using var log = new LogLines();
        await using var app = await StartAsync(log, ("Hosting:PublicUrl", "https://localhost"));
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        for (var i = 0; i < 3; i++)
        {
            using var page = await client.GetAsync("/account/sign-in");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            Assert.Contains("Hosting__KnownProxies", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var api = await client.GetAsync("/api/users/me");

        Assert.Contains("unknownProxy", await api.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready")).StatusCode);
        Assert.Single(log, l => l.Contains("set Hosting__KnownProxies=127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_http_through_an_unknown_proxy_is_served_and_shown_to_admins()
    {
        using var log = new LogLines();
        await using var app = await StartAsync(log);
        using var client = app.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/sign-in")).StatusCode);
        Assert.Empty(Banner(app, Roles.Admin));
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/sign-in")).StatusCode);

        Assert.Single(log, l => l.Contains("Hosting__KnownProxies", StringComparison.Ordinal));
        Assert.Contains("Hosting__KnownProxies=127.0.0.1", Banner(app, Roles.Admin), StringComparison.Ordinal);
        Assert.Empty(Banner(app, Roles.Analyst));
    }

    [Fact]
    public async Task Known_proxy_is_no_news()
    {
        using var log = new LogLines();
        await using var app = await StartAsync(
            log, ("Hosting:PublicUrl", "https://localhost"), ("Hosting:KnownProxies", "10.0.0.0/8,127.0.0.1"));
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7, 203.0.113.8");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/sign-in")).StatusCode);
        Assert.DoesNotContain(log, l => l.Contains("Hosting__KnownProxies", StringComparison.Ordinal));
        Assert.Null(app.Services.GetRequiredService<UnknownProxy>().Seen);
    }

    private static Task<TestApplication> StartAsync(LogLines log, params (string Key, string Value)[] settings) =>
        TestApplication.StartAsync(
            settings: settings.ToDictionary(s => s.Key, s => s.Value), log: log, realSockets: true);

    private static string Banner(TestApplication app, string role)
    {
        using var page = new BunitContext();
        page.Services.AddSingleton(app.Services.GetRequiredService<UnknownProxy>());
        page.AddAuthorization().SetAuthorized("somebody").SetRoles(role);
        return page.Render<ProxyBanner>().Markup.Trim();
    }
}
