using CreamPie.Web.Simulator.FaultInjection;

namespace CreamPie.Tests.Browser;

[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class FaultListTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Simulator_fault_list_fits_a_phone() => browser.App.VisitAsync(Visitor.Anonymous, Screen.Phone, async visit =>
    {
        await visit.Page.GotoAsync("/simulator/faults");

        Assert.Equal(Faults.All.Count, await visit.Page.Locator("dt").CountAsync());
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
    });
}
