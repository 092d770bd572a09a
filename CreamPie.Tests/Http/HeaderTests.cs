using System.Net;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Http;

public sealed class HeaderTests
{
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; connect-src 'self'; script-src 'self'";

    [Fact]
    public async Task Every_response_carries_the_security_headers()
    {
        await using var app = await TestApplication.StartAsync(realSockets: true);
        using var client = app.Anonymous();
        foreach (var (path, status) in new[]
        {
            ("/", 200), ("/app.css", 200), ("/healthz/live", 200), ("/hidden", 404), ("/stocks", 302), ("/account/denied", 403),
            ("/api/users/me", 401), ("/setup", 403),
            ("/account/sign-in", 200), ("/account/register", 200), ("/account/resend", 200), ("/account/confirm", 400),
        })
            AssertHeaders(await client.GetAsync(path), status);
        using var strange = new HttpRequestMessage(HttpMethod.Get, "/");
        strange.Headers.Host = "evil.example";
        AssertHeaders(await client.SendAsync(strange), 400);
    }

    [Fact]
    public async Task Https_responses_use_host_cookies_and_HSTS()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Hosting:PublicUrl"] = "https://stocks.example.org" });
        using var https = app.CreateClient(new() { BaseAddress = new Uri("https://stocks.example.org"), AllowAutoRedirect = false });
        using var http = app.CreateClient(new() { BaseAddress = new Uri("http://stocks.example.org"), AllowAutoRedirect = false });
        await app.AddUserAsync("somebody@example.org", null);

        using var answer = await https.SignInByPageAsync("somebody@example.org");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-creampie=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers.GetValues("Strict-Transport-Security").Single());

        using var redirected = await http.GetAsync("/account/sign-in");
        Assert.Equal("https://stocks.example.org/account/sign-in", redirected.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/live")).StatusCode);
    }

    [Fact]
    public async Task Forwarded_scheme_is_trusted_only_from_a_configured_proxy()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Hosting:PublicUrl"] = "https://localhost" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await app.Anonymous().SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static void AssertHeaders(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(Policy, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.Empty(answer.Headers.Server);
    }
}
