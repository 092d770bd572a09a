using System.Net;
using System.Text.Json;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Account.Own;

public sealed class OwnDataTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Export_has_everything_but_secrets(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        var (_, codes) = await app.TurnOnTwoStepAsync(browser);
        using var named = await browser.FillInAsync("/account/profile", ("Input.Name", "Somebody Else"));

        using var answer = await browser.PressAsync("/account/data", "/account/data/export");

        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var text = await answer.Content.ReadAsStringAsync();
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal("Somebody Else", json.GetProperty("account").GetProperty("displayName").GetString());
        Assert.True(json.GetProperty("factors").GetProperty("hasAuthenticatorApp").GetBoolean());
        Assert.Equal("export", json.GetProperty("activity")[0].GetProperty("action").GetString());
        Assert.Equal(1, json.GetProperty("sessions").GetArrayLength());
        Assert.All(codes, code => Assert.DoesNotContain(code, text, StringComparison.Ordinal));
        await using var db = await app.OpenAsync();
        var user = await db.Users.SingleAsync();
        Assert.DoesNotContain(user.PasswordHash!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(user.SecurityStamp!, text, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deletion_removes_what_is_theirs_and_keeps_the_audit(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.AddUserAsync("other@example.org", Roles.Admin);
        using var browser = await app.SignedInByPageAsync(role: Roles.Admin);
        using var program = await app.SignInAsync(AccountClient.Email);
        using var preferences = await browser.FillInAsync("/account/preferences", ("Input.Theme", "dark"));

        using var mistyped = await DeleteAsync(browser, "other@example.org", TestApplication.Password);
        Assert.Contains("Type the e-mail address", await mistyped.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var wrong = await DeleteAsync(browser, AccountClient.Email, "not the password");
        Assert.Contains("The password is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var deleted = await DeleteAsync(browser, AccountClient.Email, TestApplication.Password);

        Assert.Equal("/account/deleted", deleted.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await program.MeAsync());
        await using var db = await app.OpenAsync();
        Assert.Equal("other@example.org", (await db.Users.SingleAsync()).Email);
        Assert.Empty(await db.UserSessions.ToListAsync());
        Assert.Empty(await db.UserPreferences.ToListAsync());
        Assert.Contains(await app.AllAuditAsync(), e => e is { Action: AuditAction.AccountDeletion, UserName: AccountClient.Email });
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.Subject == "Your CreamPie account was deleted");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Last_admin_cannot_delete_the_account(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        await app.AddUserAsync("other@example.org", Roles.Analyst);
        using var browser = await app.SignedInByPageAsync(role: Roles.Admin);
        using var refused = await DeleteAsync(browser, AccountClient.Email, TestApplication.Password);
        Assert.Contains("You are the only admin", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
    }

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient browser, string email, string password) =>
        browser.FillInAsync("/account/data", ("Input.Email", email), ("Input.Password", password));
}
