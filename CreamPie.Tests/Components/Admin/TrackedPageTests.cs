using AngleSharp.Dom;
using Bunit;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Tracking;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class TrackedPageTests
{
    [Fact]
    public async Task Each_stock_describes_its_pull_status()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, Failing("AAA"), SeedData.Tracked("BBB", "Bee Inc."));
        await rig.Database.AddAsync(SeedData.NewDocument(7, "BBB", 2, DocumentState.Fetching));

        var page = rig.Open<TrackedPage>("/admin/tracked");

        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count));
        Assert.Equal(["AAA", "BBB"], Rows(page).Select(row => row.QuerySelector("td a")!.TextContent));
        var (failing, pulled) = (Rows(page)[0], Rows(page)[1]);
        Assert.Contains("failing", failing.TextContent, StringComparison.Ordinal);
        Assert.Contains("Failed", failing.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 h ago", failing.TextContent, StringComparison.Ordinal);
        Assert.Contains("The source could not be reached", failing.TextContent, StringComparison.Ordinal);
        Assert.Contains("fetching", pulled.TextContent, StringComparison.Ordinal);
        Assert.Equal("admin/documents/7", pulled.QuerySelector(".pull")!.GetAttribute("href"));
        Assert.True(Button(page, "Pull now BBB").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("button[aria-label='Reactivate BBB']"));
    }

    [Fact]
    public async Task Address_filters_the_list_by_status_and_text()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, Failing("AAA"), Failing("ABB"), SeedData.Tracked("BBB"));

        var page = rig.Open<TrackedPage>("/admin/tracked?q=b");
        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count));
        page.Perform(() => page.Find("select").Change(nameof(StockStatus.Failing)));

        page.WaitForAssertion(() => Assert.Contains("ABB", Assert.Single(Rows(page)).TextContent, StringComparison.Ordinal));
        Assert.EndsWith("/admin/tracked?q=b&status=Failing", rig.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_list_is_paged()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, [.. Enumerable.Range(100, 120).Select(i => SeedData.Tracked($"S{i}"))]);

        var page = rig.Open<TrackedPage>("/admin/tracked?from=50");

        page.WaitForAssertion(() => Assert.Equal(50, Rows(page).Count));
        Assert.Contains("51–100 of 120", page.Find("nav").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["http://localhost/admin/tracked", "http://localhost/admin/tracked?from=100"],
            page.FindAll("nav a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Page_beyond_the_end_falls_back_to_the_first()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"), SeedData.Tracked("BBB"));

        var page = rig.Open<TrackedPage>("/admin/tracked?from=9999");

        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count));
        Assert.Contains("1–2 of 2", page.Find("nav").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("nav a"));
    }

    [Fact]
    public async Task Pause_reactivate_and_pull_take_effect()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"));
        var page = rig.Open<TrackedPage>("/admin/tracked");

        page.WaitForAssertion(() => Button(page, "Pause AAA"));
        await page.PerformAsync(() => Button(page, "Pause AAA").ClickAsync(new()));
        page.WaitForAssertion(() => Button(page, "Reactivate AAA"));
        Assert.Equal(StockStatus.Paused, (await StockAsync(rig))!.Status);
        Assert.Empty(page.FindAll("button[aria-label='Pull now AAA']"));

        await page.PerformAsync(() => Button(page, "Reactivate AAA").ClickAsync(new()));
        page.WaitForAssertion(() => Button(page, "Pull now AAA"));
        Assert.Equal(AdminRig.Noon, (await StockAsync(rig))!.NextDue);

        await page.PerformAsync(() => Button(page, "Pull now AAA").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("planned", Rows(page)[0].TextContent, StringComparison.Ordinal));
        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains("AAA will be pulled as soon as", rig.Snackbars.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_without_an_available_source_is_not_promised()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"));
        await rig.Database.AddAsync(
            [.. Enum.GetValues<SourceName>()
                .Select(s => new SourceHealthRow { Source = s, StoppedAt = AdminRig.Noon, StoppedParserVersion = 99 })]);
        var page = rig.Open<TrackedPage>("/admin/tracked");
        page.WaitForAssertion(() => Button(page, "Pull now AAA"));

        await page.PerformAsync(() => Button(page, "Pull now AAA").ClickAsync(new()));

        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains(
                "All sources of AAA are stopped",
                rig.Snackbars.Find(".mud-alert-text-warning, .mud-alert-filled-warning").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Untracking_requires_confirmation()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"));
        var page = rig.Open<TrackedPage>("/admin/tracked");
        page.WaitForAssertion(() => Button(page, "Untrack AAA"));

        page.Perform(() => Button(page, "Untrack AAA").Click());
        rig.Dialogs.WaitForAssertion(() => Assert.Contains("Untrack AAA?", rig.Dialogs.Markup, StringComparison.Ordinal));
        Answer(rig, "Cancel");
        rig.Dialogs.WaitForAssertion(() => Assert.DoesNotContain("Untrack AAA?", rig.Dialogs.Markup, StringComparison.Ordinal));
        Assert.NotNull(await StockAsync(rig));

        page.Perform(() => Button(page, "Untrack AAA").Click());
        rig.Dialogs.WaitForAssertion(() => Assert.Contains("Untrack AAA?", rig.Dialogs.Markup, StringComparison.Ordinal));
        Answer(rig, "Untrack");
        page.WaitForAssertion(() => Assert.Contains("No stocks tracked yet.", page.Markup, StringComparison.Ordinal));
        Assert.Null(await StockAsync(rig));
    }

    [Fact]
    public async Task Change_by_another_admin_appears_without_a_reload()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"));
        var page = rig.Open<TrackedPage>("/admin/tracked");
        page.WaitForAssertion(() => Assert.Contains("pending", Rows(page)[0].TextContent, StringComparison.Ordinal));
        await rig.PollAsync();

        await rig.Database.Get<Tracker>().PauseAsync(Caller.System, Symbol.Parse("AAA"), CancellationToken.None);
        await rig.PollAsync();

        page.WaitForAssertion(() => Assert.Contains("paused", Rows(page)[0].TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Former_admin_is_refused_and_changes_nothing()
    {
        await using var rig = await AdminRig.StartAsync();
        await AddAsync(rig, SeedData.Tracked("AAA"));
        var page = rig.Open<TrackedPage>("/admin/tracked");
        page.WaitForAssertion(() => Button(page, "Pause AAA"));
        await rig.TakeRolesAwayAsync();

        await page.PerformAsync(() => Button(page, "Pause AAA").ClickAsync(new()));

        rig.Snackbars.WaitForAssertion(() =>
            Assert.Contains("This requires the Admin role.", rig.Snackbars.Markup, StringComparison.Ordinal));
        Assert.Equal(StockStatus.Pending, (await StockAsync(rig))!.Status);
    }

    private static Stock Failing(string symbol) => new()
    {
        Symbol = symbol,
        Status = StockStatus.Failing,
        LastOutcome = Outcome.Dead,
        LastReason = Reason.Network,
        LastPullAt = AdminRig.Noon.AddHours(-1),
    };

    private static async Task AddAsync(AdminRig rig, params Stock[] stocks)
    {
        foreach (var stock in stocks)
            await rig.Database.AddAsync(stock);
    }

    private static async Task<Stock?> StockAsync(AdminRig rig)
    {
        await using var db = rig.Database.Open();
        return await db.Stocks.SingleOrDefaultAsync();
    }

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<TrackedPage> page) => page.FindAll("tbody tr");

    private static IElement Button(IRenderedComponent<TrackedPage> page, string label) => page.Find($"button[aria-label='{label}']");

    private static void Answer(AdminRig rig, string text) =>
        rig.Dialogs.Perform(() => rig.Dialogs.FindAll("button").Single(b => b.TextContent.Trim() == text).Click());
}
