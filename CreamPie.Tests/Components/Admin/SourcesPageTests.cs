using Bunit;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Web.Components.Admin.Sources;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Components.Admin;

public sealed class SourcesPageTests
{
    [Fact]
    public async Task Stopped_source_states_its_reason_and_resumes_on_click()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(new SourceHealthRow
        {
            Source = SourceName.YahooPage,
            UnknownLayouts = 3,
            StoppedAt = AdminRig.Noon.AddHours(-2),
            StoppedWhy = "Three documents in a row had a layout that nobody knows.",
            StoppedParserVersion = 1,
        });
        var page = rig.Open<SourcesPage>("/admin/sources");
        page.WaitForAssertion(() => Assert.Contains(
            "Three documents in a row", page.Find(".card.stopped").TextContent, StringComparison.Ordinal));

        page.Perform(() => page.Find(".card.stopped button").Click());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".card.stopped")));
        await using var db = rig.Database.Open();
        Assert.Null((await db.SourceHealth.SingleAsync()).StoppedAt);
    }

    [Fact]
    public async Task Source_that_nobody_requests_is_not_called_healthy()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(
            new SourceHealthRow { Source = SourceName.YahooPage, LastLoadedAt = AdminRig.Noon.AddDays(-4) },
            new Stock { Symbol = "AAA", Status = StockStatus.Current, NextDue = AdminRig.Noon.AddDays(-3) });

        var page = rig.Open<SourcesPage>("/admin/sources");

        page.WaitForAssertion(() => Assert.Contains(
            "Not requested, although pulls have been due since", page.Find(".card").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paused_host_states_its_end_and_reason()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(
            new HostGateRow
            {
                Host = "finance.example",
                NextSlot = AdminRig.Noon,
                PausedUntil = AdminRig.Noon.AddHours(2),
                Why = nameof(Reason.Forbidden),
                Refusals = 2,
            },
            new HostGateRow { Host = "query.example", NextSlot = AdminRig.Noon });

        var page = rig.Open<SourcesPage>("/admin/sources");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        var rows = page.FindAll("tbody tr").Select(r => r.TextContent).ToArray();
        Assert.Contains("in 2 h", rows[0], StringComparison.Ordinal);
        Assert.Contains("Refused by the source", rows[0], StringComparison.Ordinal);
        Assert.Contains("Ready", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_order_of_a_stock_can_be_changed_and_reset()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Database.AddAsync(new Stock { Symbol = "TEST", Status = StockStatus.Current });
        var panel = rig.Render<SourceOrderPanel>(p => p.Add(o => o.Symbol, "TEST"));
        panel.WaitForElement("button[aria-label^='Move up']");

        panel.Perform(() => panel.Find("button[aria-label^='Move up']").Click());

        panel.WaitForAssertion(() => Assert.Contains("chart API", panel.FindAll("li")[0].TextContent, StringComparison.Ordinal));
        Assert.Equal("YahooChart,YahooPage", await OrderAsync(rig));
        panel.Perform(() => panel.Find("button[aria-label^='Use default order']").Click());
        panel.WaitForAssertion(() => Assert.Contains("Default order", panel.Markup, StringComparison.Ordinal));
        Assert.Null(await OrderAsync(rig));
    }

    private static async Task<string?> OrderAsync(AdminRig rig)
    {
        await using var db = rig.Database.Open();
        return (await db.Stocks.SingleAsync()).SourceOrder;
    }
}
