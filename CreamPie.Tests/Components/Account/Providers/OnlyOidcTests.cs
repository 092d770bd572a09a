using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static CreamPie.Tests.Support.ProviderClient;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>Accounts__OnlyOidc: nothing but the identity provider lets anybody in.</summary>
public sealed class OnlyOidcTests : IAsyncLifetime
{
    private const string Person = "person@example.org";
    private const string Stranger = "stranger@example.org";
    private IdentityProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await IdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Theory, OnSqlite, OnPostgres]
    public async Task Sessions_that_no_provider_began_end_and_others_stay(DatabaseProvider database)
    {
        await using var app = await StartAsync(onlyOidc: false, database);
        using var byPage = await app.SignedInByPageAsync();
        using var program = await app.AnalystAsync();
        using var login = await app.Anonymous().PostAsJsonAsync(
            "/api/auth/login", new { email = TestApplication.AnalystEmail, password = TestApplication.Password });
        var refresh = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString();
        using var byProvider = app.Anonymous();
        Assert.Equal("/", await SignInAsync(byProvider));
        Assert.Equal(HttpStatusCode.OK, await byPage.MeAsync());

        await CloseAsync(app);

        Assert.Equal(HttpStatusCode.Unauthorized, await byPage.MeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await program.MeAsync());
        using var refreshed = await app.Anonymous().PostAsJsonAsync("/api/auth/refresh", new { refreshToken = refresh });
        Assert.Equal(HttpStatusCode.Unauthorized, refreshed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await byProvider.MeAsync());
    }

    [Fact]
    public async Task No_session_begins_without_the_provider()
    {
        await using var app = await StartAsync();
        var user = await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        var sessions = app.Services.GetRequiredService<Sessions>();
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => sessions.StartForTokenAsync(user, "", address: null, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => sessions.StartForCookieAsync(user, "", address: null, isProved: true, provider: null, CancellationToken.None));
        using var login = await app.Anonymous().PostAsJsonAsync(
            "/api/auth/login", new { email = AccountClient.Email, password = TestApplication.Password });
        Assert.Equal(HttpStatusCode.Forbidden, login.StatusCode);
        await using var scope = app.Services.CreateAsyncScope();
        Assert.IsType<SignInResult.Refused>(await scope.ServiceProvider.GetRequiredService<PasswordSignIn>().CheckAsync(
            AccountClient.Email, TestApplication.Password, new(null), CancellationToken.None));
    }

    [Theory]
    [InlineData("/account/forgot"), InlineData("/account/register"), InlineData("/account/resend")]
    [InlineData("/account/reset?user=a&token=b"), InlineData("/account/confirm?user=a&token=b")]
    public async Task Page_about_passwords_is_closed_and_leads_to_the_provider(string page)
    {
        await using var app = await StartAsync();
        using var answer = await app.Anonymous().GetAsync(page);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Sign in with Contoso", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<input id=", html, StringComparison.Ordinal);
    }

    [Theory, InlineData("/account/forgot"), InlineData("/account/register"), InlineData("/account/resend")]
    public async Task Form_that_was_open_before_mails_nobody(string page)
    {
        await using var app = await StartAsync(onlyOidc: false);
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        foreach (var email in new[] { AccountClient.Email, Stranger })
        {
            app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = false;
            using var browser = app.Anonymous();
            var form = await browser.OpenFormAsync(page);
            await CloseAsync(app);
            using var answer = await browser.SendFormAsync(
                page, [.. form, ("Input.Email", email), ("Input.Password", TestApplication.Password)]);
            Assert.Empty(app.MailsTo(email));
        }
        await using var db = await app.OpenAsync();
        Assert.Equal(1, await db.Users.CountAsync());
    }

    [Fact]
    public async Task Sign_in_page_takes_no_password_and_no_passkey()
    {
        await using var app = await StartAsync(onlyOidc: false);
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        using var browser = app.Anonymous();
        var form = await browser.OpenFormAsync("/account/sign-in");
        using var open = await browser.SendFormAsync("/account/passkeys/ask", [.. form]);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        await CloseAsync(app);

        var html = await browser.GetStringAsync("/account/sign-in");
        Assert.DoesNotContain("type=\"password\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("passkey", html, StringComparison.OrdinalIgnoreCase);
        using var ask = await browser.SendFormAsync("/account/passkeys/ask", [.. form]);
        Assert.Equal(HttpStatusCode.Forbidden, ask.StatusCode);
        using var signIn = await browser.SendFormAsync(
            "/account/sign-in", [.. form, ("Input.Email", AccountClient.Email), ("Input.Password", TestApplication.Password)]);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.MeAsync());
    }

    [Fact]
    public async Task Account_without_a_password_gets_no_reset_mail_and_the_visitor_no_other_answer()
    {
        await using var app = await StartAsync(onlyOidc: false);
        Assert.Equal("/", await SignInAsync(app.Anonymous()));
        using var browser = app.Anonymous();
        var answers = new HashSet<string>();
        foreach (var email in new[] { Person, Stranger })
        {
            using var answer = await browser.FillInAsync("/account/forgot", ("Input.Email", email));
            var html = await answer.Content.ReadAsStringAsync();
            var main = html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
            answers.Add(main.Replace(email, "somebody", StringComparison.Ordinal));
        }
        Assert.Single(answers);
        var mail = Assert.Single(app.MailsTo(Person));
        Assert.Equal("Your CreamPie account has no password", mail.Subject);
        Assert.DoesNotContain("/account/reset", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_link_that_works_counts_as_another_way_in()
    {
        await using var app = await StartAsync(onlyOidc: false);
        using var owner = await app.SignedInByPageAsync(Person);
        Assert.Equal(
            "/account/providers?linked=true", await SignInAsync(owner, LinkOf(await owner.GetStringAsync("/account/providers"))));
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        await CloseAsync(app);
        const string prove = "/account/prove?returnUrl=%2Faccount%2Fproviders";
        Assert.Equal("/account/providers", await SignInAsync(browser, LinkOf(await browser.GetStringAsync(prove))));

        // The account has a password, and a link to a provider that is not configured.
        await using var db = await app.OpenAsync();
        var user = await db.Users.SingleAsync();
        db.UserLogins.Add(new() { LoginProvider = "https://gone.example.org", ProviderKey = "1", UserId = user.Id });
        await db.SaveChangesAsync();
        using var answer = await browser.SubmitAsync("/account/providers", "unlink-0");
        Assert.Contains("only way to sign in", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await db.UserLogins.CountAsync());
    }

    [Fact]
    public async Task Password_and_passkey_of_an_account_prove_nothing_and_cannot_be_set()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/", await SignInAsync(browser));
        Assert.DoesNotContain("type=\"password\"", await browser.GetStringAsync("/account"), StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", await browser.GetStringAsync("/account/data"), StringComparison.Ordinal);
        const string prove = "/account/prove?returnUrl=%2Faccount%2Fpasskeys";
        var page = await browser.GetStringAsync(prove);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
        Assert.Equal("/account/passkeys", await SignInAsync(browser, LinkOf(page)));
        Assert.Contains("Passkeys are off", await browser.GetStringAsync("/account/passkeys"), StringComparison.Ordinal);
        var form = await browser.OpenFormAsync("/account/data");
        using var added = await browser.SendFormAsync("/account/passkeys/new", [.. form]);
        Assert.Equal(HttpStatusCode.Forbidden, added.StatusCode);
    }

    private Task<TestApplication> StartAsync(bool onlyOidc = true, DatabaseProvider database = DatabaseProvider.Sqlite) =>
        TestApplication.StartAsync(
            database,
            new Dictionary<string, string>(_provider.Settings()) { ["Accounts:OnlyOidc"] = onlyOidc ? "true" : "false" },
            realSockets: true);

    /// <summary>As a restart with the setting would.</summary>
    private static async Task CloseAsync(TestApplication app)
    {
        app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value.OnlyOidc = true;
        await using var db = await app.OpenAsync();
        foreach (var user in await db.Users.Select(u => u.Id).ToListAsync())
            app.Services.GetRequiredService<Sessions>().Forget(user);
    }
}
