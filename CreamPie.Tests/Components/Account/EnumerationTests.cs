using System.Net;
using System.Net.Http.Json;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Components.Account;

/// <summary>No page reveals whether an address is known: same status, same text, one mail, one hash.</summary>
public sealed class EnumerationTests : IAsyncLifetime
{
    private const string Known = "known@example.org";
    private const string Waiting = "waiting@example.org";
    private const string Disabled = "disabled@example.org";
    private const string Unknown = "unknown@example.org";
    private static readonly string[] All = [Known, Waiting, Disabled, Unknown];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly Hashes _hashes = new();
    private TestApplication _app = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(
            time: _time, configure: services => services.AddScoped<IPasswordHasher<AppUser>>(_ => _hashes));
        await _app.AddUserAsync(Known, Roles.Analyst);
        await ChangeAsync(Disabled, user => user.DisabledAt = _time.Now());
        await ChangeAsync(Waiting, user => user.EmailConfirmed = false);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory, InlineData("/account/register"), InlineData("/account/resend")]
    public async Task Every_address_gets_the_same_answer_and_one_mail(string page)
    {
        var answers = new List<string>();
        foreach (var email in All)
        {
            _hashes.Count = 0;
            using var answer = await _app.Anonymous().FillInAsync(
                page, ("Input.Email", email), ("Input.Password", "another good password"));
            answers.Add($"{_hashes.Count} {answer.StatusCode} {Anonymous(await answer.Content.ReadAsStringAsync(), email)}");
            Assert.Single(_app.MailsTo(email));
        }
        Assert.Single(answers.Distinct());
        Assert.Contains("Ask your administrator", answers[0], StringComparison.Ordinal);
        Assert.StartsWith(page == "/account/register" ? "1 OK" : "0 OK", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_state_is_revealed_only_by_mail()
    {
        foreach (var email in All)
            using (await _app.Anonymous().FillInAsync("/account/resend", ("Input.Email", email.ToUpperInvariant())))
            {
            }
        Assert.Equal("/account/sign-in", _app.MailsTo(Known).Single().Link());
        Assert.Equal("/account/sign-in", _app.MailsTo(Disabled).Single().Link());
        Assert.StartsWith("/account/confirm?user=", _app.MailsTo(Waiting).Single().Link(), StringComparison.Ordinal);
        Assert.Equal("/account/register", _app.MailsTo(Unknown.ToUpperInvariant()).Single().Link());
    }

    [Fact]
    public async Task Registering_a_known_address_changes_nothing()
    {
        using var answer = await _app.Anonymous().FillInAsync(
            "/account/register", ("Input.Email", Known), ("Input.Password", "another good password"));
        using var owner = await _app.SignInAsync(Known);
        await Assert.ThrowsAsync<HttpRequestException>(() => _app.SignInAsync(Known, "another good password"));
    }

    [Fact]
    public async Task Sign_in_refusals_do_not_reveal_the_account_state()
    {
        var pages = new List<string>();
        var programs = new List<string>();
        foreach (var (email, password) in new[]
        {
            (Known, "not the password"), (Waiting, TestApplication.Password),
            (Disabled, TestApplication.Password), (Unknown, TestApplication.Password),
        })
        {
            using var page = await _app.Anonymous().SignInByPageAsync(email, password);
            pages.Add($"{page.StatusCode} {Anonymous(await page.Content.ReadAsStringAsync(), email)}");
            using var program = await _app.Anonymous().PostAsJsonAsync("/api/auth/login", new { email, password });
            programs.Add($"{program.StatusCode} {(await program.Content.ReadFromJsonAsync<Dictionary<string, object>>())!["detail"]}");
        }
        Assert.Single(pages.Distinct());
        Assert.Single(programs.Distinct());
        Assert.Contains("account/resend", pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mailbox_gets_at_most_three_mails_an_hour()
    {
        using var browser = _app.Anonymous();
        for (var i = 0; i < 5; i++)
            using (var answer = await browser.FillInAsync("/account/resend", ("Input.Email", Unknown)))
                Assert.Contains("Ask your administrator", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(3, _app.MailsTo(Unknown).Count);
        _time.Advance(TimeSpan.FromHours(1));
        using var later = await browser.FillInAsync("/account/resend", ("Input.Email", Unknown));
        Assert.Equal(4, _app.MailsTo(Unknown).Count);
    }

    [Fact]
    public async Task Client_address_may_request_thirty_mails_an_hour()
    {
        using var browser = _app.Anonymous();
        for (var i = 0; i < 30; i++)
            using (await browser.FillInAsync("/account/resend", ("Input.Email", $"somebody{i}@example.org")))
            {
            }
        using var answer = await browser.FillInAsync(
            "/account/register", ("Input.Email", Unknown), ("Input.Password", TestApplication.Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("Too many attempts", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(_app.MailsTo(Unknown));
    }

    private static string Anonymous(string html, string email) =>
        System.Text.RegularExpressions.Regex.Replace(html, "value=\"CfDJ8[^\"]*\"|<!--Blazor.*?-->", "")
            .Replace(email, "", StringComparison.Ordinal);

    private async Task ChangeAsync(string email, Action<AppUser> change)
    {
        await _app.AddUserAsync(email, null);
        await using var scope = _app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var user = (await users.FindByEmailAsync(email))!;
        change(user);
        Assert.True((await users.UpdateAsync(user)).Succeeded);
    }

    private sealed class Hashes : PasswordHasher<AppUser>
    {
        public int Count { get; set; }

        public override string HashPassword(AppUser user, string password)
        {
            Count++;
            return base.HashPassword(user, password);
        }
    }
}
