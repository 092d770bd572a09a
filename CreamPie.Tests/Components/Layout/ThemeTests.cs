using System.Net;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Components.Layout;

public sealed class ThemeTests
{
    [Theory, InlineData("dark"), InlineData("light")]
    public async Task Theme_choice_persists_on_every_page_and_error_page(string theme)
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = app.Anonymous();
        Assert.DoesNotContain("data-theme", await browser.GetStringAsync("/"), StringComparison.Ordinal);

        using var chosen = await browser.PressAsync("/account/sign-in?returnUrl=%2Fstocks", "/theme", ("theme", theme));

        Assert.Equal("/account/sign-in?returnUrl=%2Fstocks", chosen.Headers.Location!.OriginalString);
        var cookie = chosen.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("creampie-theme=", StringComparison.Ordinal));
        // The script of the app pages writes this cookie too.
        Assert.DoesNotContain("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var path in new[] { "/", "/account/register", "/account/denied" })
        {
            using var page = await browser.GetAsync(path);
            Assert.Contains($"data-theme=\"{theme}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sepia", "/account/sign-in", "/account/sign-in", false)]
    [InlineData("dark", "//evil.example", "/", true)]
    [InlineData("dark", "https://evil.example", "/", true)]
    public async Task Only_two_themes_and_local_return_addresses_are_accepted(string theme, string returnUrl, string expected, bool isSet)
    {
        await using var app = await TestApplication.StartAsync();
        using var browser = app.Anonymous();
        var form = (await browser.OpenFormAsync("/", "/theme")).Where(f => f.Name != "returnUrl");

        using var answer = await browser.SendFormAsync("/theme", [.. form, ("returnUrl", returnUrl), ("theme", theme)]);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        Assert.Equal(isSet, answer.Headers.Contains("Set-Cookie"));
    }
}
