using System.Net;
using System.Text.RegularExpressions;
using CreamPie.Tests.Support;
using CreamPie.Web.Components.Integrations;

namespace CreamPie.Tests.Components.Integrations;

public sealed class IntegrationsPageTests
{
    private const string Address = "http://stocks.of.ours.example:8443";

    [Fact]
    public void Documentation_has_every_recipe_of_the_page() =>
        Assert.Equal(IntegrationsDocument.Text(), File.ReadAllText(IntegrationsDocument.File), ignoreLineEndingDifferences: true);

    [Fact]
    public void Recipes_have_anchors_of_their_own_and_no_secret()
    {
        Assert.Equal(Recipes.All.Count, Recipes.All.DistinctBy(r => r.Id).Count());
        Assert.All(Recipes.All.SelectMany(r => r.Steps), s => Assert.DoesNotMatch("cpk_|/feeds/", s.Code));
        Assert.All(Recipes.All, r => Assert.Contains(
            r.Steps, s => s.Code.Contains(r.Access == Access.Key ? "<your key>" : "<feed link>", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Page_shows_the_address_of_this_installation_and_counts_what_still_works()
    {
        await using var app = await TestApplication.StartAsync(settings: new Dictionary<string, string>
        {
            ["Hosting:PublicUrl"] = Address,
            ["Hosting:AllowedHosts"] = "localhost",
        });
        using var analyst = await app.SignedInByPageAsync();
        using var owner = await app.SignInAsync(AccountClient.Email);

        var empty = await analyst.GetStringAsync("/integrations");
        var (_, key) = await owner.AddKeyAsync("read");
        var (_, link) = await owner.AddFeedAsync();
        await owner.AddFeedAsync();
        var page = await analyst.GetStringAsync("/integrations");

        Assert.Contains("You have no API key yet", empty, StringComparison.Ordinal);
        Assert.Contains("You have 1 API key<", page, StringComparison.Ordinal);
        Assert.Contains("You have 2 feeds<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(key, page, StringComparison.Ordinal);
        Assert.DoesNotContain(link, page, StringComparison.Ordinal);
        var shown = Regex.Matches(page, "<code id=\"[^\"]+\"[^>]*>(.*?)</code>", RegexOptions.Singleline)
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));
        Assert.Equal(
            Recipes.All.SelectMany(r => r.Steps).Select(s => s.Code.Replace(Recipe.Example, Address, StringComparison.Ordinal)), shown);
    }

    [Fact]
    public async Task Somebody_without_a_role_does_not_see_the_page()
    {
        await using var app = await TestApplication.StartAsync();
        await app.AddUserAsync("guest@example.org", null);
        using var guest = await app.SignInAsync("guest@example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.GetAsync("/integrations")).StatusCode);
    }
}
