using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CreamPie.Tests.Browser;

internal static class AccessibilityCheck
{
    /// <summary>Passed rules are left out.</summary>
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>Fails on a serious or critical finding of axe, with rule, message and element.</summary>
    public static async Task AssertAccessibleAsync(this BrowserSession visit)
    {
        var result = await visit.Page.RunAxe(Options);
        visit.AssertNone(result.Violations
            .Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}")));
    }
}
