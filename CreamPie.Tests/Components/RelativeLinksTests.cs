using System.Text.RegularExpressions;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Components;

/// <summary>In a subfolder a link that begins with a slash leads out of the site: pages link from their base.</summary>
public sealed partial class RelativeLinksTests
{
    [Fact]
    public void No_page_links_to_the_root_of_the_host()
    {
        var folder = Path.Combine(Repository.Root, "CreamPie.Web", "Components");
        var found = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs" or ".js")
            .SelectMany(file => Rooted().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetRelativePath(folder, file)}: {m.Value}"));
        Assert.Empty(found);
    }

    [GeneratedRegex("""\b(?:[Hh]ref|src|action|Next|Again)="(?:@\(")?/[^"]*|NavigateTo\(\$?"/[^"]*|fetch\(["'`]/[^"'`]*""")]
    private static partial Regex Rooted();
}
