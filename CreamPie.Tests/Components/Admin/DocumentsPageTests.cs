using Bunit;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Documents;
using CreamPie.Web.Components.Shared;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class DocumentsPageTests
{
    private const string Header = "Date,Open,High,Low,Close,Adj Close,Volume\n";

    [Fact]
    public async Task Documents_are_newest_first_and_filtered_by_the_address()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(
            SeedData.NewDocument(1, "AAA", state: DocumentState.Dead),
            SeedData.NewDocument(2, "BBB", state: DocumentState.Dead),
            SeedData.NewDocument(3, "AAA"));

        var page = rig.Open<DocumentsPage>("/admin/documents");
        page.WaitForAssertion(() => Assert.Equal(["admin/documents/3", "admin/documents/2", "admin/documents/1"], Links(page)));
        page.Perform(() => page.Find("select").Change(nameof(DocumentState.Dead)));
        page.WaitForAssertion(() => Assert.Equal(["admin/documents/2", "admin/documents/1"], Links(page)));
        Assert.EndsWith("?state=Dead", rig.Navigation.Uri, StringComparison.Ordinal);

        rig.Navigation.NavigateTo("/admin/documents?symbol=aaa&state=dead");
        page.WaitForAssertion(() => Assert.Equal(["admin/documents/1"], Links(page)));
        rig.Navigation.NavigateTo("/admin/documents?symbol=%26");
        page.WaitForAssertion(() => Assert.Contains(DisplayText.TickerHint, page.Find(".state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_document_appears_live_and_older_ones_are_linked()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync([.. Enumerable.Range(1, 50).Select(i => SeedData.NewDocument(i, "AAA"))]);
        var page = rig.Open<DocumentsPage>("/admin/documents?symbol=AAA");
        page.WaitForAssertion(() => Assert.Equal(50, Links(page).Count()));
        Assert.Empty(page.FindAll("nav a"));
        await rig.PollAsync();

        await rig.Database.AddAsync(SeedData.NewDocument(51, "AAA"));
        await rig.PollAsync();

        page.WaitForAssertion(() => Assert.Equal("admin/documents/51", Links(page).First()));
        Assert.Equal("http://localhost/admin/documents?symbol=AAA&before=2", page.Find("nav a").GetAttribute("href"));
    }

    [Fact]
    public async Task Cursor_before_the_oldest_document_falls_back_to_the_newest()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.StoreAsync(5, "AAA", Header);
        await rig.StoreAsync(6, "AAA", Header);
        var page = rig.Open<DocumentsPage>("/admin/documents?before=2");
        page.WaitForAssertion(() => Assert.Equal(["admin/documents/6", "admin/documents/5"], Links(page)));
    }

    private static IEnumerable<string?> Links(IRenderedComponent<DocumentsPage> page) =>
        page.FindAll("a.row-link").Select(a => a.GetAttribute("href"));
}
