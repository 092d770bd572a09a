using AngleSharp.Dom;
using Bunit;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Documents;

namespace CreamPie.Tests.Components.Admin;

public sealed class DocumentStatesTests
{
    [Fact]
    public async Task State_counts_are_listed_and_link_to_their_documents()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(
            SeedData.NewDocument(1, "AAA", state: DocumentState.Dead),
            SeedData.NewDocument(2, "BBB", state: DocumentState.Dead),
            SeedData.NewDocument(3, "AAA"));

        var page = rig.Open<DocumentsPage>("/admin/documents?before=3");
        page.WaitForAssertion(() => Assert.Equal(["loaded 1", "failed 2"], States()));
        Assert.Empty(page.FindAll(".states [aria-current]"));
        rig.Navigation.NavigateTo(page.FindAll(".states a")[1].GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(
            ["admin/documents/2", "admin/documents/1"], page.FindAll("a.row-link").Select(a => a.GetAttribute("href"))));
        Assert.EndsWith("/admin/documents?state=Dead", rig.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("failed 2", Text(page.Find(".states [aria-current=true]")));

        rig.Navigation.NavigateTo("/admin/documents?symbol=AAA&state=Dead");
        page.WaitForAssertion(() => Assert.Equal(["loaded 1", "failed 1"], States()));
        Assert.Equal("http://localhost/admin/documents?symbol=AAA&state=Loaded", page.Find(".states a").GetAttribute("href"));
        await rig.PollAsync();
        await rig.Database.AddAsync(SeedData.NewDocument(4, "AAA"));
        await rig.PollAsync();
        page.WaitForAssertion(() => Assert.Equal(["loaded 2", "failed 1"], States()));
        rig.Navigation.NavigateTo("/admin/documents?symbol=%26");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".states")));

        IEnumerable<string> States() => page.FindAll(".states a").Select(Text);
        static string Text(IElement link) => string.Join(' ', link.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
