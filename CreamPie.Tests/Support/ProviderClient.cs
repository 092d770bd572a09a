using System.Net;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Support;

/// <summary>What a browser does at an identity provider.</summary>
internal static partial class ProviderClient
{
    /// <summary>Follows the redirects to the provider and back, with the browser's cookies; the address it ends at.</summary>
    public static async Task<string> SignInAsync(HttpClient browser, string start = "/account/external/0")
    {
        using var toProvider = await browser.GetAsync(start);
        Assert.Equal(HttpStatusCode.Redirect, toProvider.StatusCode);
        using var back = await browser.GetAsync(toProvider.Headers.Location);
        using var answer = await browser.GetAsync(back.Headers.Location);
        return answer.PathOfLocation();
    }

    /// <summary>The link of a page that leads to the provider for more than a plain sign-in.</summary>
    public static string LinkOf(string html) => WebUtility.HtmlDecode(Link().Match(html).Groups[1].Value);

    [GeneratedRegex("href=\"(account/external/0\\?purpose=(?:Link|Prove|Setup|Accept)[^\"]*)\"")]
    private static partial Regex Link();
}
