using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Account;

public sealed class MyAccountTests
{
    private const string UserEmail = "somebody@example.org";
    private const string Another = "another good password";

    [Fact]
    public async Task Page_states_the_users_address_and_role()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await SignedInAsync(app);
        var html = await browser.GetStringAsync("/account");
        Assert.Contains(UserEmail, html, StringComparison.Ordinal);
        Assert.Contains("Analyst", html, StringComparison.Ordinal);
        Assert.Contains("your only active session", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        using var program = await app.SignInAsync(UserEmail);
        Assert.Contains("You have 2 active sessions", await browser.GetStringAsync("/account"), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Sign_out_everywhere_ends_only_this_users_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await SignedInAsync(app);
        using var program = await app.SignInAsync(UserEmail);
        using var other = await app.AdminAsync();
        Assert.Equal(HttpStatusCode.OK, await MeAsync(program));

        using var answer = await browser.PressAsync("/account", "/account/sign-out-everywhere");

        Assert.Equal("/", answer.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(program));
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(browser));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(other));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_password_ends_all_other_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await SignedInAsync(app);
        using var program = await app.SignInAsync(UserEmail);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(program));

        using var answer = await ChangeAsync(browser, TestApplication.Password, Another);

        Assert.Equal("/account?changed=true", answer.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(program));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(browser));
        // Checked in the database too: this node caches a session for some seconds.
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync())
            Assert.Equal(1, await db.UserSessions.CountAsync(s => s.RevokedAt == null));
        using var again = await app.SignInAsync(UserEmail, Another);
        await Assert.ThrowsAsync<HttpRequestException>(() => app.SignInAsync(UserEmail));
    }

    [Theory]
    [InlineData("not the password", Another, "The current password is wrong")]
    [InlineData(TestApplication.Password, "short", "at least 12 characters")]
    public async Task Invalid_change_is_explained_and_changes_nothing(string old, string next, string expected)
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await SignedInAsync(app);
        using var answer = await ChangeAsync(browser, old, next);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var program = await app.SignInAsync(UserEmail);
    }

    [Fact]
    public async Task Guessing_the_current_password_is_throttled()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = await SignedInAsync(app);
        for (var i = 0; i < 5; i++)
            using (await ChangeAsync(browser, $"guess number {i}", Another))
            {
            }
        using var right = await ChangeAsync(browser, TestApplication.Password, Another);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Contains("too many attempts", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string old, string next) =>
        browser.FillInAsync("/account", ("Input.Old", old), ("Input.New", next));

    private static async Task<HttpClient> SignedInAsync(TestApplication app)
    {
        await app.AddUserAsync(UserEmail, Roles.Analyst);
        var browser = app.Anonymous();
        using var answer = await browser.SignInByPageAsync(UserEmail);
        return browser;
    }

    private static async Task<HttpStatusCode> MeAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/users/me");
        return answer.StatusCode;
    }
}
