using System.Net;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account;

public sealed class RegistrationTests
{
    private const string Known = "known@example.org";
    private const string New = "newcomer@example.org";

    [Theory, OnSqlite, OnPostgres]
    public async Task Newcomer_becomes_an_analyst_only_after_confirmation(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = app.Anonymous();

        using var registered = await RegisterAsync(browser, New);
        Assert.Contains("Ask your administrator", await registered.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertRefusedAsync(app, New);

        var link = app.MailsTo(New).Single().Link();
        Assert.StartsWith("/account/confirm?user=", link, StringComparison.Ordinal);
        // Mail scanners open links but submit no forms.
        Assert.Contains("Confirm e-mail", await browser.GetStringAsync(link), StringComparison.Ordinal);
        await AssertRefusedAsync(app, New);

        using var confirmed = await ConfirmAsync(browser, link);
        Assert.Equal("/account/sign-in?confirmed=true", confirmed.PathOfLocation());
        using var analyst = await app.SignInAsync(New);
        Assert.Contains("\"roles\":[\"Analyst\"]", await analyst.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmation_link_works_once()
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = app.Anonymous();
        using var registered = await RegisterAsync(browser, New);
        var link = app.MailsTo(New).Single().Link();
        using var first = await ConfirmAsync(browser, link);
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync())
            await db.UserRoles.ExecuteDeleteAsync();

        using var second = await ConfirmAsync(browser, link);

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("no longer valid", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var after = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal(0, await after.UserRoles.CountAsync());
    }

    [Fact]
    public async Task Forged_link_confirms_nothing()
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await ConfirmAsync(
            app.Anonymous(), "/account/confirm?user=00000000-0000-0000-0000-000000000000&token=made-up");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Stranger_registering_an_address_never_gets_in(bool isOwnerFirst)
    {
        const string strangers = "chosen by a stranger";
        await using var app = await TestApplication.StartAsync();
        using var browser = app.Anonymous();
        using var first = await RegisterAsync(browser, New, isOwnerFirst ? TestApplication.Password : strangers);
        var firstLink = app.MailsTo(New).Single().Link();
        using var second = await RegisterAsync(browser, New, isOwnerFirst ? strangers : TestApplication.Password);
        var newestLink = app.MailsTo(New).Select(m => m.Link()).Single(l => l != firstLink);

        // The owner has every mail and one password; the stranger's password is worthless without a mail.
        Assert.Equal(HttpStatusCode.BadRequest, (await ConfirmAsync(browser, firstLink)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ConfirmAsync(browser, firstLink, strangers)).StatusCode);
        using var newest = await ConfirmAsync(browser, newestLink);
        Assert.Equal(isOwnerFirst ? HttpStatusCode.BadRequest : HttpStatusCode.Redirect, newest.StatusCode);
        await AssertRefusedAsync(app, New, strangers);
        if (isOwnerFirst)
        {
            Assert.Contains(
                "not the one you registered with. Register again", await newest.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var earlier = app.MailsTo(New).Select(m => m.Link()).ToList();
            using var again = await RegisterAsync(browser, New);
            using var confirmed = await ConfirmAsync(browser, app.MailsTo(New).Select(m => m.Link()).Except(earlier).Single());
            Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        }
        await AssertRefusedAsync(app, New, strangers);
        using var signedIn = await app.SignInAsync(New);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Five_wrong_passwords_block_the_link_but_not_sign_in(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(provider, time: time);
        using var browser = app.Anonymous();
        using var registered = await RegisterAsync(browser, New);
        var link = app.MailsTo(New).Single().Link();
        for (var i = 0; i < 5; i++)
            using (await ConfirmAsync(browser, link, "not the password"))
            {
            }

        using var atOnce = await ConfirmAsync(browser, link);
        Assert.Equal(HttpStatusCode.BadRequest, atOnce.StatusCode);
        time.Advance(TimeSpan.FromMinutes(1.5));
        using var later = await ConfirmAsync(browser, link);
        Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
        using var signedIn = await app.SignInAsync(New);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Concurrent_registrations_leave_one_user_and_a_valid_link(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = app.Anonymous();
        var form = await browser.OpenFormAsync("/account/register");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => browser.SendFormAsync(
            "/account/register", [.. form, ("Input.Email", New), ("Input.Password", TestApplication.Password)])));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Users.CountAsync());
        var confirmations = new List<HttpStatusCode>();
        foreach (var mail in app.MailsTo(New).Where(m => m.TextBody!.Contains("/account/confirm", StringComparison.Ordinal)))
            confirmations.Add((await ConfirmAsync(browser, mail.Link())).StatusCode);
        Assert.Single(confirmations, HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("not an address", TestApplication.Password, "a valid e-mail address")]
    [InlineData("Boss <boss@example.org>", TestApplication.Password, "a valid e-mail address")]
    [InlineData("new@example.org\r\nBcc: all@example.org", TestApplication.Password, "a valid e-mail address")]
    [InlineData(New, "short", "at least 12 characters")]
    [InlineData(New, "creampie2026creampie", "too common")]
    public async Task Invalid_registration_is_explained_and_creates_no_user(string email, string password, string expected)
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await RegisterAsync(app.Anonymous(), email, password);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Mails());
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Users.CountAsync());
    }

    [Fact]
    public async Task Closed_registration_is_stated_and_linked_from_nowhere()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Accounts:Registration"] = "Closed" });
        using var browser = app.Anonymous();
        var form = await browser.OpenFormAsync("/account/sign-in");

        using var page = await browser.GetAsync("/account/register");
        (string Name, string Value)[] fields =
        [
            ("_handler", "register"), .. form.Where(f => f.Name != "_handler"),
            ("Input.Email", New), ("Input.Password", TestApplication.Password),
        ];
        using var sent = await browser.SendFormAsync("/account/register", fields);

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("Registration is closed", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(sent.IsSuccessStatusCode);
        Assert.Empty(app.Mails());
        foreach (var path in new[] { "/", "/account/sign-in" })
            Assert.DoesNotContain("/account/register", await browser.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Only_a_simulation_displays_the_confirmation_link(bool isSimulated)
    {
        await using var app = await TestApplication.StartAsync(environment: isSimulated ? "Development" : "Testing", realSockets: true);
        using var browser = app.Anonymous();
        using var registered = await RegisterAsync(browser, New);
        var html = WebUtility.HtmlDecode(await registered.Content.ReadAsStringAsync());
        Assert.Equal(!isSimulated, html.Contains("no mail server configured", StringComparison.Ordinal));
        Assert.Equal(isSimulated, html.Contains("/account/confirm?user=", StringComparison.Ordinal));
        Assert.Equal(isSimulated, html.Contains(app.MailsTo(New).Single().Link(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unconfirmed_registration_expires_after_a_month_but_users_do_not()
    {
        var time = new SteppedTime(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        await app.AddUserAsync(Known, null);
        using var registered = await RegisterAsync(app.Anonymous(), "abandoned@example.org");
        time.AdjustTime(time.GetUtcNow() + TimeSpan.FromDays(31));

        using var next = await RegisterAsync(app.Anonymous(), New);

        await using var db = await app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();
        Assert.Equal([Known, New], await db.Users.Select(u => u.Email).Order().ToListAsync());
        Assert.Equal(time.Now(), await db.Users.Where(u => u.Email == New).Select(u => u.CreatedAt).SingleAsync());
    }

    private static Task<HttpResponseMessage> RegisterAsync(HttpClient browser, string email, string password = TestApplication.Password) =>
        browser.FillInAsync("/account/register", ("Input.Email", email), ("Input.Password", password));

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient browser, string link, string password = TestApplication.Password) =>
        browser.FillInAsync(link, ("Input.Password", password));

    private static async Task AssertRefusedAsync(TestApplication app, string email, string password = TestApplication.Password)
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => app.SignInAsync(email, password));
        using var page = await app.Anonymous().SignInByPageAsync(email, password);
        Assert.Contains("E-mail or password is wrong", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
