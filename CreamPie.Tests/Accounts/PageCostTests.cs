using System.Net;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Accounts;

/// <summary>What a visitor who is not signed in can cost the server.</summary>
public sealed class PageCostTests
{
    [Fact]
    public async Task Sign_in_page_costs_no_password_hash()
    {
        var hashes = new CountedHashes();
        await using var app = await TestApplication.StartAsync(
            configure: services => services.AddScoped<IPasswordHasher<AppUser>>(_ => hashes));
        using var visitor = app.Anonymous();

        for (var i = 0; i < 3; i++)
            using (await visitor.GetAsync("/account/sign-in"))
            {
            }
        Assert.Equal((0, 0), (hashes.Made, hashes.Verified));

        for (var i = 0; i < 3; i++)
            using (await visitor.SignInByPageAsync("nobody@example.org"))
            {
            }
        Assert.Equal((1, 3), (hashes.Made, hashes.Verified));
    }

    [Fact]
    public async Task Address_that_opens_too_many_pages_is_told_to_wait()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string>([Addresses.Trusted, KeyValuePair.Create("Rates:PagesPerMinute", "5")]));
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var signedIn = app.From("203.0.113.7");
        using var cookie = await signedIn.SignInByPageAsync(TestApplication.AnalystEmail);
        using var stranger = app.From("203.0.113.7");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/account/sign-in")).StatusCode);

        using var refused = await stranger.GetAsync("/account/sign-in");
        using var nowhere = await stranger.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, nowhere.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Wait a minute, then try again", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/app.css")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/healthz/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.From("203.0.113.8").GetAsync("/account/sign-in")).StatusCode);
    }
}
