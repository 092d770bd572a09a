using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CreamPie.Tests.Browser;

internal static class AccessibilityCheck
{
    /// <summary>What passed need not be told.</summary>
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>No serious or critical finding of axe: rule, what it says, where.</summary>
    public static async Task AssertAccessibleAsync(this BrowserSession visit)
    {
        var result = await visit.Page.RunAxe(Options);
        visit.AssertNone(result.Violations
            .Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}")));
    }
}
