using System.Reflection;
using Bunit;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.FailedDocuments;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Tests.Components.Admin;

public sealed class FailedDocumentsPageTests
{
    [Fact]
    public async Task Dead_letter_states_its_reason_and_remedy()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(
            DeadLetter(1, "AAA", Reason.Layout, "<img src=x onerror=alert(1)>"), DeadLetter(2, "BBB", Reason.Network, "Refused."));

        var page = rig.Open<FailedDocumentsPage>("/admin/dead-letters");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));
        var letter = page.FindAll("article")[1];
        Assert.Contains(DisplayText.Of(Reason.Layout).Sentence, letter.TextContent, StringComparison.Ordinal);
        Assert.Contains(DisplayText.Of(Reason.Layout).Remedy, letter.TextContent, StringComparison.Ordinal);
        Assert.Contains("5 attempts", letter.TextContent, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>", letter.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("article img"));
        Assert.Equal("admin/documents/1", letter.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task One_or_all_listed_dead_letters_are_retried()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(SeedData.Tracked("AAA"));
        await rig.Database.AddAsync([.. Enumerable.Range(1, 30).Select(i => DeadLetter(i, "AAA", Reason.Network, "Refused."))]);
        var page = rig.Open<FailedDocumentsPage>("/admin/dead-letters");
        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("article").Count));

        page.Perform(() => page.Find("button[aria-label='Retry AAA, document 30']").Click());
        page.WaitForAssertion(() => Assert.DoesNotContain("document 30", page.Markup, StringComparison.Ordinal));
        Assert.Equal((DocumentState.Planned, DocumentState.Dead), (await rig.StateAsync(30), await rig.StateAsync(29)));

        page.Perform(() =>
            page.FindAll("button").Single(b => b.TextContent.Contains("Retry all 25 shown", StringComparison.Ordinal)).Click());
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("article").Count));
        rig.Snackbars.WaitForAssertion(() => Assert.Contains("Retrying 25 documents.", rig.Snackbars.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dead_letter_of_a_paused_or_untracked_stock_stays_with_a_reason()
    {
        await using var rig = await AdminRig.StartAsync();
        var paused = SeedData.Tracked("AAA");
        paused.Status = StockStatus.Paused;
        var gone = DeadLetter(2, "BBB", Reason.Network, "Refused.");
        gone.StockId = 99;
        await rig.Database.AddAsync(paused);
        await rig.Database.AddAsync(DeadLetter(1, "AAA", Reason.Network, "Refused."), gone);
        var page = rig.Open<FailedDocumentsPage>("/admin/dead-letters");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));

        page.Perform(() => page.Find("button[aria-label='Retry AAA, document 1']").Click());
        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains("AAA is paused. Reactivate it first.", rig.Snackbars.Markup, StringComparison.Ordinal));
        page.Perform(() => page.Find("button[aria-label='Retry BBB, document 2']").Click());
        rig.Snackbars.WaitForAssertion(() => Assert.Contains("BBB is no longer tracked", rig.Snackbars.Markup, StringComparison.Ordinal));
        page.Perform(() =>
            page.FindAll("button").Single(b => b.TextContent.Contains("Retry all 2 shown", StringComparison.Ordinal)).Click());
        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains("Retrying 0 documents. 2 could not be retried", rig.Snackbars.Markup, StringComparison.Ordinal));
        Assert.Equal((DocumentState.Dead, DocumentState.Dead), (await rig.StateAsync(1), await rig.StateAsync(2)));
    }

    [Fact]
    public async Task Empty_list_is_good_news_until_a_dead_letter_arrives()
    {
        await using var rig = await AdminRig.StartAsync();
        var page = rig.Open<FailedDocumentsPage>("/admin/dead-letters");
        page.WaitForAssertion(() => Assert.Contains("No failed documents.", page.Markup, StringComparison.Ordinal));
        await rig.PollAsync();

        await rig.Database.AddAsync(DeadLetter(1, "AAA", Reason.Network, "Refused."));
        await rig.PollAsync();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("article")));
    }

    [Fact]
    public async Task Former_admin_cannot_retry()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(DeadLetter(1, "AAA", Reason.Network, "Refused."), DeadLetter(2, "AAA", Reason.Network, "Refused."));
        var page = rig.Open<FailedDocumentsPage>("/admin/dead-letters");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article").Count));
        await rig.TakeRolesAwayAsync();

        page.Perform(() => page.Find(".title button").Click());

        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains("This requires the Admin role.", rig.Snackbars.Markup, StringComparison.Ordinal));
        Assert.Equal(DocumentState.Dead, await rig.StateAsync(1));
    }

    [Fact]
    public void Every_admin_page_requires_the_admin_role()
    {
        var pages = typeof(FailedDocumentsPage).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes<RouteAttribute>().Any(r => r.Template.StartsWith("/admin", StringComparison.Ordinal)))
            .ToList();
        Assert.Equal(11, pages.Count);
        Assert.All(pages, page => Assert.Contains(
            page.GetCustomAttributes<AuthorizeAttribute>(), a => a.Policy == Roles.Admin || a.Roles == Roles.Admin));
    }

    private static Document DeadLetter(int id, string symbol, Reason reason, string error)
    {
        var letter = SeedData.NewDocument(id, symbol, stockId: 1, DocumentState.Dead);
        (letter.Outcome, letter.Reason, letter.Error, letter.Attempts) = (Outcome.Dead, reason, error, 5);
        return letter;
    }
}
