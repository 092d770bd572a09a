using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

internal static class AccessibilityCheck
{
    /// <summary>Serious and critical findings of axe, a line each: rule, what it says, where.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(this IPage page)
    {
        var result = await page.RunAxe();
        return [.. result.Violations
            .Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))];
    }
}
