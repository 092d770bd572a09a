using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account.Own;

public sealed class EmailChangeTests
{
    private const string Next = "next@example.org";

    [Theory, OnSqlite, OnPostgres]
    public async Task New_mailbox_confirms_and_the_old_one_is_told(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        using var program = await app.SignInAsync(AccountClient.Email);

        using var asked = await browser.FillInAsync("/account/email", ("Input.Email", Next));
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.TextBody!.Contains(Next, StringComparison.Ordinal));
        using var unchanged = await app.SignInAsync(AccountClient.Email);
        using var confirmed = await browser.FillInAsync(app.MailsTo(Next).Single().Link());

        Assert.Equal("/account/profile?moved=true", confirmed.PathOfLocation());
        Assert.Equal(HttpStatusCode.Unauthorized, await program.MeAsync());
        Assert.Equal(HttpStatusCode.OK, await browser.MeAsync());
        using var moved = await app.SignInAsync(Next);
        await Assert.ThrowsAsync<HttpRequestException>(() => app.SignInAsync(AccountClient.Email));
        Assert.Contains(app.MailsTo(AccountClient.Email), m => m.Subject == "Your CreamPie e-mail was changed");
        Assert.Contains(
            await app.AllAuditAsync(), e => e.Action == AuditAction.AccountChange && e.Detail!.Contains(Next, StringComparison.Ordinal));
        using var again = await browser.FillInAsync(app.MailsTo(Next).Single().Link());
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Link_in_a_strangers_mailbox_moves_nothing()
    {
        await using var app = await TestApplication.StartAsync();
        using var owner = await app.SignedInByPageAsync();
        using var asked = await owner.FillInAsync("/account/email", ("Input.Email", Next));
        var link = app.MailsTo(Next).Single().Link();

        using var anonymous = app.Anonymous();
        Assert.StartsWith("/account/sign-in", (await anonymous.GetAsync(link)).PathOfLocation(), StringComparison.Ordinal);
        using var stranger = await app.SignedInByPageAsync("stranger@example.org");
        using var refused = await stranger.FillInAsync(link);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var unchanged = await app.SignInAsync(AccountClient.Email);
    }

    [Fact]
    public async Task Address_of_another_account_is_not_taken_over()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync(Next, Roles.Analyst);
        using var browser = await app.SignedInByPageAsync();
        using var asked = await browser.FillInAsync("/account/email", ("Input.Email", Next));
        Assert.Equal("You already have a CreamPie account", app.MailsTo(Next).Single().Subject);
        // Whoever asks must not learn from the own mailbox that the other has an account.
        Assert.Equal("Your CreamPie e-mail is about to change", app.MailsTo(AccountClient.Email).Single().Subject);
    }

    [Fact]
    public async Task Page_asks_who_it_is_after_ten_minutes()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await using var app = await TestApplication.StartAsync(time: time);
        using var browser = await app.SignedInByPageAsync();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/email")).StatusCode);
        var form = await browser.OpenFormAsync("/account/email");
        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("/account/prove?returnUrl=%2Faccount%2Femail", (await browser.GetAsync("/account/email")).PathOfLocation());
        using var late = await browser.SendFormAsync("/account/email", [.. form, ("Input.Email", Next)]);
        Assert.Empty(app.MailsTo(Next));
        using var wrong = await browser.FillInAsync("/account/prove?returnUrl=%2Faccount%2Femail", ("Input.Password", "not the password"));
        Assert.Contains("The password is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var proved = await browser.FillInAsync(
            "/account/prove?returnUrl=%2Faccount%2Femail", ("Input.Password", TestApplication.Password));

        Assert.Equal("/account/email", proved.PathOfLocation());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/email")).StatusCode);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Name_is_saved_and_shown(DatabaseProvider provider)
    {
        await using var app = await TestApplication.StartAsync(provider);
        using var browser = await app.SignedInByPageAsync();
        using var saved = await browser.FillInAsync("/account/profile", ("Input.Name", "  Zoë Müller "));
        Assert.Equal("/account/profile?saved=true", saved.PathOfLocation());
        Assert.Contains("Zo&#xEB; M&#xFC;ller", await browser.GetStringAsync("/account"), StringComparison.Ordinal);
        using var refused = await browser.FillInAsync("/account/profile", ("Input.Name", "evil\u202Eeman"));
        Assert.Contains("cannot be displayed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
