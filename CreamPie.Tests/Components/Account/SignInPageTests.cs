using System.Net;
using System.Text.RegularExpressions;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Components.Account;

public sealed class SignInPageTests : IAsyncLifetime
{
    private const string UserEmail = "somebody@example.org";
    private TestApplication _app = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync();
        _browser = _app.Anonymous();
        await _app.AddUserAsync(UserEmail, Roles.Analyst);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Sign_in_sets_a_cookie_and_sign_out_ends_its_session()
    {
        using var signedIn = await _browser.SignInByPageAsync(UserEmail);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("creampie=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("/stocks", (await _browser.GetAsync("/")).PathOfLocation());
        using var home = await _browser.GetAsync("/account");
        Assert.Contains(UserEmail, await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("no-store", home.Headers.CacheControl!.ToString());

        using var stolen = _app.Anonymous();
        stolen.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await stolen.GetAsync("/api/users/me")).StatusCode);
        using var signedOut = await _browser.PressAsync("/account", "/account/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stolen.GetAsync("/api/users/me")).StatusCode);
    }

    [Theory]
    [InlineData("/stocks/AAPL?range=1y", "/stocks/AAPL?range=1y")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task Return_address_stays_on_this_server(string returnUrl, string expected)
    {
        using var answer = await _browser.SignInByPageAsync(UserEmail, returnUrl: returnUrl);
        var location = new Uri(new Uri("http://localhost/"), answer.Headers.Location!);
        Assert.Equal("localhost", location.Host);
        Assert.Equal(expected, location.PathAndQuery);
    }

    [Fact]
    public async Task Every_failure_reads_the_same_and_sets_no_cookie()
    {
        using var wrong = await _browser.SignInByPageAsync(UserEmail, "not the password");
        using var unknown = await _browser.SignInByPageAsync("nobody@example.org", "not the password");

        Assert.Contains("E-mail or password is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("E-mail or password is wrong", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.DoesNotContain(
            "creampie=",
            string.Join(' ', wrong.Headers.Where(h => h.Key == "Set-Cookie").SelectMany(h => h.Value)),
            StringComparison.Ordinal);
    }

    [Theory, InlineData("/account/sign-in"), InlineData("/account/sign-out"), InlineData("/account/register"), InlineData("/theme")]
    public async Task Form_without_an_antiforgery_token_gets_an_error_page(string path)
    {
        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("_handler", "sign-in"), KeyValuePair.Create("Input.Email", UserEmail)]);
        using var answer = await _browser.PostAsync(path, form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The form could not be submitted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "same-origin", HttpStatusCode.OK)]
    [InlineData("GET", "none", HttpStatusCode.OK)]
    [InlineData("GET", null, HttpStatusCode.OK)]
    [InlineData("GET", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "same-origin", HttpStatusCode.Forbidden)]
    [InlineData("POST", "cross-site", HttpStatusCode.Forbidden)]
    public async Task API_accepts_the_cookie_only_for_same_origin_reads(string method, string? site, HttpStatusCode expected)
    {
        using var signedIn = await _browser.SignInByPageAsync(UserEmail);
        using var request = new HttpRequestMessage(new HttpMethod(method), method == "GET" ? "/api/users/me" : "/api/auth/logout");
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await _browser.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.Forbidden)
            Assert.Contains("\"csrf\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    public async Task Circuit_opens_only_from_our_own_pages(string origin, HttpStatusCode expected)
    {
        using var signedIn = await _browser.SignInByPageAsync(UserEmail);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        using var answer = await _browser.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/"), InlineData("/account/sign-in"), InlineData("/account/denied"), InlineData("/setup"), InlineData("/nowhere")]
    [InlineData("/account/register"), InlineData("/account/resend"), InlineData("/account/forgot"), InlineData("/account/reset")]
    [InlineData("/account/invitation"), InlineData("/account/deleted")]
    [InlineData("/account/confirm"), InlineData("/account/confirm?user=1&token=2")]
    public async Task Public_pages_have_no_script_and_no_circuit(string path)
    {
        using var page = await _browser.GetAsync(path);
        var html = await page.Content.ReadAsStringAsync();
        // The browser's dialog for passkeys is the one thing that needs a script.
        var scripts = Regex.Matches(html, "<script[^>]*>").Select(m => m.Value);
        Assert.All(scripts, s => Assert.Matches("^<script type=\"module\" src=\"passkeys[^\"]*\">$", s));
        Assert.Equal(path == "/account/sign-in" ? 1 : 0, scripts.Count());
        Assert.DoesNotContain("\"type\":\"server\"", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("_blazor", html, StringComparison.OrdinalIgnoreCase);
    }
}
