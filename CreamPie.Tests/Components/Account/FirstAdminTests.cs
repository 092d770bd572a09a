using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Components.Account;

public sealed class FirstAdminTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Concurrent_setups_create_one_admin_and_close_the_page(DatabaseProvider provider)
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(provider, log: log);
        var link = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        using var one = app.Anonymous();
        using var two = app.Anonymous();

        var formOfOne = await one.OpenFormAsync(link);
        var formOfTwo = await two.OpenFormAsync(link);
        var answers = await Task.WhenAll(
            one.SendFormAsync(link, [.. formOfOne, ("Input.Email", "one@example.org"), ("Input.Password", TestApplication.Password)]),
            two.SendFormAsync(link, [.. formOfTwo, ("Input.Email", "two@example.org"), ("Input.Password", TestApplication.Password)]));

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.NotFound], answers.Select(a => a.StatusCode).Order());
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal(Roles.Admin, await db.UserRoles.Select(r => r.RoleId).SingleAsync());
        Assert.Equal(1, await db.Users.CountAsync());
        using var later = app.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await later.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Setup_submitted_after_another_succeeded_is_not_found()
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(log: log);
        var link = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        using var late = app.Anonymous();
        var form = await late.OpenFormAsync(link);
        using var first = await SetUpAsync(app.Anonymous(), link, "one@example.org");

        using var answer = await late.SendFormAsync(
            link, [.. form, ("Input.Email", "two@example.org"), ("Input.Password", TestApplication.Password)]);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("Input.Password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weak_password_is_reported_and_the_link_stays_valid()
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(log: log);
        var link = new Uri(log.Single(l => l.Contains("/setup?token=", StringComparison.Ordinal)).Split(": ", 2)[1]).PathAndQuery;
        using var browser = app.Anonymous();

        using var weak = await browser.FillInAsync(link, ("Input.Email", "one@example.org"), ("Input.Password", "creampie2026creampie"));
        Assert.Contains("too common", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var good = await SetUpAsync(browser, link, "one@example.org");
        Assert.Equal(HttpStatusCode.Redirect, good.StatusCode);
    }

    [Theory, InlineData("/setup"), InlineData("/setup?token=made-up")]
    public async Task Setup_form_requires_the_link(string path)
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("Input.Password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Configuration_creates_the_first_admin(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider, new Dictionary<string, string>
        {
            ["Bootstrap:AdminEmail"] = "boss@example.org",
            ["Bootstrap:AdminPassword"] = TestApplication.Password,
        });
        using var boss = await app.SignInAsync("boss@example.org");
        Assert.Contains("\"Admin\"", await boss.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().GetAsync("/setup")).StatusCode);
    }

    [Theory]
    [InlineData("boss@example.org", TestApplication.Password, null)]
    [InlineData("boss@example.org", "another good password", "Bootstrap__AdminPassword is ignored")]
    [InlineData("chief@example.org", TestApplication.Password, "Bootstrap__AdminEmail is ignored")]
    public async Task Setting_that_changes_no_admin_any_more_says_so(string email, string password, string? expected)
    {
        using var log = new LogLines();
        await using var app = await TestApplication.StartAsync(log: log, settings: new Dictionary<string, string>
        {
            ["Bootstrap:AdminEmail"] = "boss@example.org",
            ["Bootstrap:AdminPassword"] = TestApplication.Password,
        });
        var settings = app.Services.GetRequiredService<IOptions<BootstrapOptions>>().Value;
        (settings.AdminEmail, settings.AdminPassword) = (email, password);

        // As at the next start.
        await app.Services.GetServices<IHostedService>().OfType<FirstAdminStartup>().Single().StartingAsync(CancellationToken.None);

        Assert.Equal(
            expected,
            log.SingleOrDefault(l => l.Contains("is ignored: ", StringComparison.Ordinal))?.Split(": ")[0]);
    }

    private static Task<HttpResponseMessage> SetUpAsync(HttpClient browser, string link, string email) =>
        browser.FillInAsync(link, ("Input.Email", email), ("Input.Password", TestApplication.Password));
}
