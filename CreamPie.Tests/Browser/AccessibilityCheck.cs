using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

internal static class AccessibilityCheck
{
    /// <summary>
    /// One call in the page itself. Deque's own binding for Playwright opens a second page for each run and takes six times as long;
    /// it is for pages with frames, and ours have none.
    /// </summary>
    private const string SeriousViolations = """
        async () => (await axe.run({ resultTypes: ['violations'] })).violations
          .filter(v => v.impact === 'serious' || v.impact === 'critical')
          .flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html}`))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// For a state of a page that no address leads to: fails as below, wide and light, then on a phone and dark, which it must fit.
    /// </summary>
    public static async Task AssertAccessibleInBothThemesAsync(this BrowserSession visit)
    {
        await visit.AssertAccessibleAsync();
        await visit.Page.SetViewportSizeAsync(Screen.PhoneDark.Width, Screen.PhoneDark.Height);
        await visit.GoAsync(ColorScheme.Dark);
        Assert.Equal(0, await visit.OverflowAsync());
        await visit.AssertAccessibleAsync();
        await visit.Page.SetViewportSizeAsync(Screen.Wide.Width, Screen.Wide.Height);
        await visit.GoAsync(ColorScheme.Light);
    }

    /// <summary>Fails on a serious or critical finding of axe, with rule, message and element.</summary>
    public static async Task AssertAccessibleAsync(this BrowserSession visit)
    {
        if (!await visit.Page.EvaluateAsync<bool>("() => 'axe' in window"))
            await visit.Page.EvaluateAsync(Axe);
        visit.AssertNone(await visit.Page.EvaluateAsync<string[]>(SeriousViolations));
    }
}
