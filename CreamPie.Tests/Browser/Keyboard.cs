using System.Text.Json;

namespace CreamPie.Tests.Browser;

/// <summary>A visitor without a mouse, for whom the focus must always be visible.</summary>
internal sealed class Keyboard(BrowserSession visit)
{
    private const int Most = 80;

    /// <summary>The focused element's name, and whether its focus is visible.</summary>
    private const string Focused = """
        () => {
          const e = document.activeElement;
          const outlined = [getComputedStyle(e), getComputedStyle(e, '::after')]
            .some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0);
          const box = e.getBoundingClientRect();
          const inside = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
          const label = e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.innerText ?? '';
          return {
            name: label.trim(),
            href: e.href ? e.pathname + e.search : '',
            seen: inside && (outlined || e.matches('input, select, h1')) || e === document.body,
          };
        }
        """;

    public Task PressAsync(string key) => visit.Page.Keyboard.PressAsync(key);

    public Task TypeAsync(string text) => visit.Page.Keyboard.TypeAsync(text);

    /// <summary>Presses Tab until the element of this name or address has the focus.</summary>
    public async Task TabToAsync(string name, string key = "Tab")
    {
        List<string> passed = [];
        while (passed.Count < Most)
        {
            await PressAsync(key);
            var at = await visit.Page.EvaluateAsync<JsonElement>(Focused);
            var (label, address) = (at.GetProperty("name").GetString()!, at.GetProperty("href").GetString()!);
            passed.Add(label.Length > 0 ? label : address);
            Assert.True(at.GetProperty("seen").GetBoolean(), $"The focus on \"{passed[^1]}\" is invisible ({visit.Page.Url}).");
            if (label.Split('\n')[0] == name || address == name)
                return;
        }
        Assert.Fail($"No {key} leads to \"{name}\", only to: {string.Join(" | ", passed.Distinct())}");
    }
}
