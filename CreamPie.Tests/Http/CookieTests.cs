using System.Text.RegularExpressions;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Http;

/// <summary>Every cookie that any page or form sets, by its whole header.</summary>
public sealed partial class CookieTests
{
    private readonly SortedDictionary<string, string> _cookies = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_cookie_is_of_this_host_alone_and_out_of_reach_of_scripts()
    {
        await using var app = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Hosting:PublicUrl"] = "https://stocks.example.org" });
        using var visitor = Client(app);
        using var admin = Client(app);
        await app.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        await app.AddUserAsync(AccountClient.Email, Roles.Analyst);
        Note(await admin.SignInByPageAsync(TestApplication.AdminEmail));
        foreach (var client in new[] { visitor, admin })
        {
            foreach (var path in Paths(app))
                Note(await client.GetAsync(path));
        }
        Note(await visitor.PressAsync("/account/sign-in", "/theme", ("theme", "dark")));
        using var fields = new FormUrlEncodedContent(
            (await visitor.OpenFormAsync("/account/sign-in")).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        Note(await visitor.PostAsync("/account/passkeys/ask", fields));
        Note(await visitor.SignInByPageAsync(AccountClient.Email, "wrong"));

        // With a second factor the sign-in takes two steps, and a cookie between them.
        Note(await visitor.SignInByPageAsync(AccountClient.Email));
        await app.TurnOnTwoStepAsync(visitor);
        using var half = Client(app);
        Note(await half.SignInByPageAsync(AccountClient.Email));
        Note(await visitor.PressAsync("/account", "/account/sign-out"));

        Assert.True(_cookies.Count >= 6, string.Join(", ", _cookies.Keys));
        Assert.All(_cookies.Where(c => c.Key != Theme.Cookie), cookie => AssertSafe(cookie.Key, cookie.Value));
        // The app pages' script writes it, too; nothing but two words is read from it.
        Assert.Contains("secure; samesite=lax", _cookies[Theme.Cookie], StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertSafe(string name, string header)
    {
        var parts = header.ToLowerInvariant().Split(';').Select(p => p.Trim()).ToList();
        Assert.True(name.StartsWith("__Host-", StringComparison.Ordinal), header);
        Assert.True(parts.Contains("secure") && parts.Contains("httponly") && parts.Contains("path=/"), header);
        Assert.True(parts.Contains("samesite=strict") || parts.Contains("samesite=lax"), header);
        Assert.DoesNotContain(parts, p => p.StartsWith("domain", StringComparison.Ordinal));
    }

    private void Note(HttpResponseMessage answer)
    {
        using (answer)
        {
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
                _cookies[cookie.Split('=')[0]] = cookie;
        }
    }

    private static HttpClient Client(TestApplication app) =>
        app.CreateClient(new() { BaseAddress = new Uri("https://stocks.example.org"), AllowAutoRedirect = false });

    private static IEnumerable<string> Paths(TestApplication app) => app.Services
        .GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "{**path:file}")
        .Select(e => Parameter().Replace("/" + e.RoutePattern.RawText!.Trim('/'), "1"))
        .Distinct();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
