using System.Net;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Account.Providers;

/// <summary>Against an implementation that is not ours: <see cref="OidcTests"/> has the cases that it does not play.</summary>
public sealed partial class CertifiedProviderTests(CertifiedProviderTests.Provider provider)
    : IClassFixture<CertifiedProviderTests.Provider>
{
    private const string Refused = "/account/sign-in?external=refused";
    private const string Failed = "/account/sign-in?external=failed";
    private const string Sensitive = "/account/two-step";
    private const string Prove = "/account/prove?returnUrl=%2Faccount%2Ftwo-step";

    private static readonly string[] Flaws = ["issuer", "audience", "nonce", "noNonce", "expired", "subject", "key"];

    public static TheoryData<string> EachFlaw() => new(Flaws);

    [Theory, OnSqlite, OnPostgres]
    public async Task Claim_decides_the_role_of_a_new_account(DatabaseProvider database)
    {
        await using var app = await StartAsync(database);
        foreach (var (login, role) in new[] { ("chief", "Admin"), ("reader", "Analyst") })
        {
            using var browser = app.Anonymous();
            Assert.Equal("/stocks?a=1", (await SignInAsync(browser, login, "/account/external/0?returnUrl=%2Fstocks%3Fa%3D1")).Path);
            Assert.Contains($"\"roles\":[\"{role}\"]", await browser.GetStringAsync("/api/users/me"), StringComparison.Ordinal);
        }
        using var stranger = app.Anonymous();
        Assert.Equal(Refused, (await SignInAsync(stranger, "stranger")).Path);
        await using var db = await app.OpenAsync();
        Assert.Equal(["chief@example.org", "reader@example.org"], await db.Users.Select(u => u.Email).Order().ToListAsync());
    }

    [Fact]
    public async Task Existing_account_is_linked_only_by_its_owner()
    {
        await using var app = await StartAsync();
        using var owner = await app.SignedInByPageAsync("reader@example.org");
        using var stranger = app.Anonymous();
        Assert.StartsWith("/account/sign-in?external=link", (await SignInAsync(stranger, "reader")).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.MeAsync());

        var link = LinkOf(await owner.GetStringAsync("/account/providers"));
        Assert.Equal("/account/providers?linked=true", (await SignInAsync(owner, "reader", link)).Path);

        Assert.Equal("/stocks", (await SignInAsync(stranger, "reader")).Path);
        Assert.Equal(HttpStatusCode.OK, await stranger.MeAsync());
    }

    [Fact]
    public async Task Provider_that_still_knows_the_browser_signs_in_but_proves_nothing()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal(("/stocks", true), await SignInAsync(browser, "reader"));
        using var signedOut = await browser.PressAsync("/account", "/account/sign-out");
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.MeAsync());

        Assert.Equal(("/stocks", false), await SignInAsync(browser, "reader"));
        Assert.Equal(Prove, (await browser.GetAsync(Sensitive)).PathOfLocation());

        Assert.Equal((Prove, true), await SignInAsync(browser, "chief", LinkOf(await browser.GetStringAsync(Prove))));
        Assert.Equal(Prove, (await browser.GetAsync(Sensitive)).PathOfLocation());
        Assert.Equal((Sensitive, true), await SignInAsync(browser, "reader", LinkOf(await browser.GetStringAsync(Prove))));
    }

    [Theory, MemberData(nameof(EachFlaw))]
    public async Task Flawed_token_signs_nobody_in(string flaw)
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();

        Assert.Equal((Failed, true), await SignInAsync(browser, flaw));

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.MeAsync());
        await using var db = await app.OpenAsync();
        Assert.False(await db.Users.AnyAsync());
    }

    /// <summary>Otherwise the flawed ones could be refused for the signature.</summary>
    [Fact]
    public async Task Token_signed_again_without_a_flaw_is_accepted()
    {
        await using var app = await StartAsync();
        using var browser = app.Anonymous();
        Assert.Equal("/stocks", (await SignInAsync(browser, "none")).Path);
    }

    private Task<TestApplication> StartAsync(DatabaseProvider database = DatabaseProvider.Sqlite) => TestApplication.StartAsync(
        database, new Dictionary<string, string>(provider.Certified.Settings)
        {
            ["Oidc:0:RoleClaim"] = "groups",
            ["Oidc:0:AdminRole"] = "chiefs",
            ["Oidc:0:AnalystRole"] = "readers",
        }, realSockets: true);

    /// <summary>Goes to the provider and back as a browser does; where it ends, and whether the provider asked for the name.</summary>
    private static async Task<(string Path, bool IsAsked)> SignInAsync(
        HttpClient browser, string login, string start = "/account/external/0")
    {
        var (address, isAsked) = (new Uri(browser.BaseAddress!, start), false);
        for (var hops = 0; hops < 20; hops++)
        {
            using var answer = await browser.GetAsync(address);
            var isForm = answer.IsSuccessStatusCode && address.Authority != browser.BaseAddress!.Authority;
            var form = isForm ? await answer.Content.ReadAsStringAsync() : "";
            isAsked |= form.Contains("name=\"login\"", StringComparison.Ordinal);
            var action = new Uri(address, FormAction().Match(form).Groups[1].Value);
            using var sent = isForm
                ? await browser.SendFormAsync(action.ToString(), [.. Forms.HiddenFields(form), ("login", login)])
                : answer;
            if (sent.Headers.Location is not { } next)
                return (address.PathAndQuery, isAsked);
            address = new Uri(address, next);
        }
        throw new InvalidOperationException($"It goes round in a circle, by {address}.");
    }

    private static string LinkOf(string html) => WebUtility.HtmlDecode(Link().Match(html).Groups[1].Value);

    [GeneratedRegex("href=\"(account/external/0\\?purpose=(?:Link|Prove)[^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex FormAction();

    public sealed class Provider : IAsyncLifetime
    {
        internal CertifiedProvider Certified { get; private set; } = null!;

        public async Task InitializeAsync() => Certified = await CertifiedProvider.StartAsync(
        [
            new("chief", "chief@example.org", null, "everybody", "chiefs"),
            new("reader", "reader@example.org", null, "everybody", "readers"),
            new("stranger", "stranger@example.org", null, "everybody"),
            .. Flaws.Append("none").Select(flaw => new CertifiedPerson(flaw, "flawed@example.org", flaw, "readers")),
        ]);

        public async Task DisposeAsync() => await Certified.DisposeAsync();
    }
}
