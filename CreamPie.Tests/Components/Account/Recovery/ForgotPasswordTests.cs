using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Accounts.Recovery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Components.Account.Recovery;

public sealed class ForgotPasswordTests
{
    private const string Another = "another good password";

    [Theory, OnSqlite, OnPostgres]
    public async Task Link_sets_a_password_once_and_ends_all_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var before = await app.SignedInByPageAsync();
        using var browser = app.Anonymous();
        using var asked = await browser.FillInAsync("/account/forgot", ("Input.Email", AccountClient.Email));
        var link = app.MailsTo(AccountClient.Email).Single().Link();

        using var set = await browser.FillInAsync(link, ("Input.Password", Another));
        Assert.Equal("/account/sign-in?reset=true", set.PathOfLocation());
        using var again = await browser.FillInAsync(link, ("Input.Password", "yet another password"));

        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await before.MeAsync());
        using var program = await app.SignInAsync(AccountClient.Email, Another);
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.Subject == "Your CreamPie password was changed");
        Assert.Contains(await app.AllAuditAsync(), e => e is { Action: AuditAction.PasswordChange, Target: AccountClient.Email });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Page_and_mail_name_what_still_signs_in(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        var user = await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var known = (await users.FindByIdAsync(user.Id))!;
            await users.AddLoginAsync(known, new UserLoginInfo("https://id.example.org", "123", "Contoso"));
            foreach (var id in new byte[] { 1, 2 })
                await users.AddOrUpdatePasskeyAsync(
                    known, new UserPasskeyInfo([id], [4], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [], []));
        }
        using var browser = app.Anonymous();
        using var asked = await browser.FillInAsync("/account/forgot", ("Input.Email", AccountClient.Email));
        var link = app.MailsTo(AccountClient.Email).Single().Link();

        using var set = await browser.FillInAsync(link, ("Input.Password", Another));

        var page = await set.Content.ReadAsStringAsync();
        Assert.Contains("2 passkeys and Contoso", page, StringComparison.Ordinal);
        Assert.Contains("href=\"account/passkeys\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"account/providers\"", page, StringComparison.Ordinal);
        var notice = app.MailsTo(AccountClient.Email).Single(m => m.Subject == "Your CreamPie password was changed").TextBody!;
        Assert.Contains("without the password: 2 passkeys and Contoso.", notice, StringComparison.Ordinal);
        Assert.Contains("/account/passkeys", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_does_not_tell_who_has_an_account()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        await app.AddUserAsync("waiting@example.org", Roles.Analyst);
        await using (var db = await app.OpenAsync())
        {
            db.Users.Single(u => u.Email == "waiting@example.org").EmailConfirmed = false;
            await db.SaveChangesAsync();
        }
        using var browser = app.Anonymous();
        var answers = new HashSet<string>();
        foreach (var email in new[] { AccountClient.Email, "waiting@example.org", "stranger@example.org" })
        {
            using var answer = await browser.FillInAsync("/account/forgot", ("Input.Email", email));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            var main = html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
            answers.Add(main.Replace(email, "somebody", StringComparison.Ordinal));
            Assert.Single(app.MailsTo(email));
        }
        Assert.Single(answers);
        Assert.DoesNotContain("/account/reset", app.MailsTo("waiting@example.org").Single().TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/reset", app.MailsTo("stranger@example.org").Single().TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_expires_after_an_hour()
    {
        await using var app = await TestApplication.StartAsync(
            configure: services => services.PostConfigure<OneHourTokenOptions>(o =>
            {
                Assert.Equal(TimeSpan.FromHours(1), o.TokenLifespan);
                o.TokenLifespan = TimeSpan.FromTicks(1);
            }));
        Assert.NotNull(app.Services.GetRequiredService<IOptions<OneHourTokenOptions>>().Value);
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        using var browser = app.Anonymous();
        using var asked = await browser.FillInAsync("/account/forgot", ("Input.Email", AccountClient.Email));

        using var late = await browser.FillInAsync(app.MailsTo(AccountClient.Email).Single().Link(), ("Input.Password", Another));

        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        using var unchanged = await app.SignInAsync(AccountClient.Email);
    }

    [Fact]
    public async Task Refused_password_leaves_the_link_valid()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        using var browser = app.Anonymous();
        using var asked = await browser.FillInAsync("/account/forgot", ("Input.Email", AccountClient.Email));
        var link = app.MailsTo(AccountClient.Email).Single().Link();

        using var refused = await browser.FillInAsync(link, ("Input.Password", "short"));
        Assert.Contains("at least 12 characters", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var set = await browser.FillInAsync(link, ("Input.Password", Another));
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
    }

    [Theory]
    [InlineData("/account/reset?user=00000000-0000-0000-0000-000000000000&token=made-up")]
    [InlineData("/account/reset?user=nobody&token=made-up")]
    public async Task Forged_link_sets_nothing(string link)
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().FillInAsync(link, ("Input.Password", Another));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
