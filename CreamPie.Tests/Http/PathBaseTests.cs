using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Http;

/// <summary>The site in a subfolder, over real HTTP: behind a proxy that passes the path on, and behind one that cuts it off.</summary>
public sealed partial class PathBaseTests
{
    private const string Base = "/creampie";

    [Theory, InlineData(Base), InlineData("")]
    public async Task Pages_link_and_redirect_into_the_subfolder(string sent)
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var browser = Browser(app);

        foreach (var path in new[] { "/", "/account/sign-in", "/account/register", "/account/forgot" })
        {
            var page = await browser.GetStringAsync(sent + path);
            Assert.Contains($"<base href=\"{Base}/\"", page, StringComparison.Ordinal);
            var rooted = Links().Matches(page).Select(m => m.Groups[1].Value).Where(link => link.StartsWith('/'));
            Assert.All(rooted, link => Assert.StartsWith(Base + "/", link, StringComparison.Ordinal));
        }
        var style = Style().Match(await browser.GetStringAsync(sent + "/")).Groups[1].Value;
        (await browser.GetAsync($"{sent}/{style}")).EnsureSuccessStatusCode();
        using var refused = await browser.GetAsync(sent + "/stocks?q=a");
        Assert.Equal($"{Base}/account/sign-in?returnUrl=%2Fcreampie%2Fstocks%3Fq%3Da", refused.PathOfLocation());

        using var signedIn = await browser.FillInAsync(
            refused.PathOfLocation(),
            ("Input.Email", TestApplication.AnalystEmail), ("Input.Password", TestApplication.Password));
        Assert.Equal(Base + "/stocks?q=a", signedIn.PathOfLocation());
        Assert.All(signedIn.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("path=" + Base, cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_and_themes_stay_in_the_subfolder()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        using var browser = Browser(app);
        using var signedIn = await browser.SignInByPageAsync(TestApplication.AnalystEmail, at: Base);
        Assert.Equal(Base + "/", signedIn.PathOfLocation());

        using var chosen = await browser.PressAsync(Base + "/account", Base + "/theme", ("theme", "dark"));
        Assert.Equal(Base + "/account", chosen.PathOfLocation());
        using var left = await browser.PressAsync(Base + "/account", Base + "/account/sign-out");
        Assert.Equal(Base + "/", left.PathOfLocation());
        using var refused = await browser.GetAsync(Base + "/account");
        Assert.StartsWith(Base + "/account/sign-in", refused.PathOfLocation(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_gets_addresses_in_the_subfolder()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        using var admin = await app.SignInAsync(TestApplication.AdminEmail);
        var root = app.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority) + Base;

        var document = await admin.GetFromJsonAsync<JsonElement>(root + "/openapi/v1.json");
        Assert.Equal(Base, document.GetProperty("servers")[0].GetProperty("url").GetString());

        using var made = await admin.PostAsJsonAsync(root + "/api/users/me/feeds", new { name = "Sheet" });
        Assert.StartsWith(Base + "/api/users/me/feeds/", made.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var feed = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        Assert.StartsWith($"http://127.0.0.1{Base}/feeds/", feed, StringComparison.Ordinal);
        using var read = await admin.GetAsync($"{root}{new Uri(feed).AbsolutePath[Base.Length..]}/prices.csv");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        (await admin.GetAsync(new Uri(app.ClientOptions.BaseAddress, "/healthz/ready"))).EnsureSuccessStatusCode();
        (await admin.GetAsync(root + "/healthz/ready")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Dashboard_and_reference_load_from_the_subfolder()
    {
        await using var app = await StartAsync();
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        using var browser = Browser(app);
        using var signedIn = await browser.SignInByPageAsync(TestApplication.AdminEmail, at: Base);

        var jobs = await browser.GetStringAsync(Base + "/hangfire");
        Assert.All(Links().Matches(jobs).Where(l => l.Groups[1].Value.StartsWith('/')), link =>
            Assert.StartsWith(Base + "/", link.Groups[1].Value, StringComparison.Ordinal));
        var reference = await browser.GetStringAsync(Base + "/api/reference/");
        Assert.DoesNotContain("\"/api/reference", reference, StringComparison.Ordinal);
        Assert.DoesNotContain("\"/openapi", reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_links_into_the_subfolder()
    {
        await using var app = await StartAsync();
        using var browser = Browser(app);
        using var registered = await browser.FillInAsync(
            Base + "/account/register", ("Input.Email", "new@example.org"), ("Input.Password", TestApplication.Password));
        var mail = Assert.Single(app.MailsTo("new@example.org"));
        Assert.Contains($"http://127.0.0.1{Base}/account/confirm?", mail.TextBody, StringComparison.Ordinal);
    }

    private static Task<TestApplication> StartAsync() => TestApplication.StartAsync(
        settings: new Dictionary<string, string> { ["Hosting:PublicUrl"] = "http://127.0.0.1" + Base + "/" }, realSockets: true);

    private static HttpClient Browser(TestApplication app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = app.ClientOptions.BaseAddress };

    [GeneratedRegex("<[^>]* (?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("href=\"(app[^\"]*\\.css)\"")]
    private static partial Regex Style();
}
