using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Simulator;

/// <summary>What exists only while the simulation is on.</summary>
public sealed class SimulationSwitchTests
{
    private const string Page = "/simulator/quote/PIE/history/";

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Staging", null)]
    [InlineData("Development", "https://127.0.0.1")]
    public async Task Without_simulation_none_of_it_exists(string environment, string? source)
    {
        var settings = source is null ? null : new Dictionary<string, string> { ["Sources:YahooPage:BaseUrl"] = source };
        await using var app = await TestApplication.StartAsync(environment: environment, settings: settings);
        using var browser = app.Anonymous();

        var page = await browser.GetStringAsync("/account/sign-in");
        Assert.DoesNotContain("imulated", page, StringComparison.Ordinal);
        Assert.DoesNotContain("demo.example", page, StringComparison.Ordinal);
        using var refused = await browser.SignInByPageAsync(Simulation.AdminEmail, Simulation.Password);
        Assert.Contains("E-mail or password is wrong", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var admin = await app.AdminAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(Page)).StatusCode);

        await using var db = await ContextAsync(app);
        Assert.Equal([TestApplication.AdminEmail], await db.Users.Select(u => u.Email).ToListAsync());
        Assert.False(await db.Stocks.AnyAsync());
        Assert.Null((await db.Installations.SingleAsync()).SimulatedAt);
    }

    [Fact]
    public async Task Sign_in_page_offers_both_demo_accounts_by_one_click()
    {
        await using var app = await TestApplication.StartAsync(environment: "Development");
        foreach (var email in new[] { Simulation.AnalystEmail, Simulation.AdminEmail })
        {
            using var browser = app.Anonymous();
            var page = await browser.GetStringAsync("/account/sign-in?returnUrl=%2Fstocks");
            Assert.Contains("Simulated market", page, StringComparison.Ordinal);
            Assert.DoesNotContain("blazor.web", page, StringComparison.OrdinalIgnoreCase);
            var form = page.Split("<form").Single(f => f.Contains($"value=\"{email}\"", StringComparison.Ordinal));
            using var answer = await browser.SendFormAsync("/account/sign-in?returnUrl=%2Fstocks", Forms.HiddenFields(form));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.EndsWith("/stocks", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Configured_admin_works_beside_demo_accounts_without_a_logged_link()
    {
        using var log = new LogLines();
        var settings = new Dictionary<string, string>
        {
            ["Bootstrap:AdminEmail"] = "boss@example.org",
            ["Bootstrap:AdminPassword"] = TestApplication.Password,
        };
        await using (var app = await TestApplication.StartAsync(environment: "Development", settings: settings, log: log))
        {
            foreach (var (email, password) in new[]
            {
                ("boss@example.org", TestApplication.Password), (Simulation.AdminEmail, Simulation.Password),
            })
            {
                using var admin = await app.SignInAsync(email, password);
                Assert.Contains("\"Admin\"", await admin.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
            }
        }
        await using (await TestApplication.StartAsync(environment: "Development", log: log))
            Assert.DoesNotContain(log, line => line.Contains("/setup?token=", StringComparison.Ordinal));
    }

    private static Task<CreamPieDbContext> ContextAsync(TestApplication app) =>
        app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
}
