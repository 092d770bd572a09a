namespace CreamPie.Tests.Browser;

/// <summary>All tests of this folder rely on faults being detected.</summary>
[Trait("Lane", "Browser")]
[Collection(BrowserGroup.Name)]
public sealed class BrowserSessionTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData("console.error('overboard')", "overboard")]
    [InlineData("setTimeout(() => { throw new Error('overboard') })", "overboard")]
    [InlineData("fetch('/api/stock-data/symbols')", "401")]
    [InlineData("fetch('https://elsewhere.invalid/').catch(() => {})", "connect-src")]
    [InlineData("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))", "script-src")]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')", "script-src")]
    [InlineData("setTimeout(() => alert('overboard'))", "dialog")]
    public async Task Page_faults_are_detected(string script, string expected)
    {
        await browser.App.VisitAsync(Visitor.Anonymous, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.Page.EvaluateAsync(script);
            Assert.Contains(expected, await visit.FirstFaultAsync(), StringComparison.Ordinal);
            visit.ClearFaults();
        });
    }

    [BrowserTheory]
    [InlineData("<button></button>", "button-name")]
    [InlineData("<p style='color:#777;background:#888'>pale</p>", "color-contrast")]
    public async Task Inaccessible_element_is_detected(string html, string rule)
    {
        await browser.App.VisitAsync(Visitor.Anonymous, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.AssertAccessibleAsync();
            await visit.Page.EvaluateAsync("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html);
            var failure = await Assert.ThrowsAnyAsync<Exception>(visit.AssertAccessibleAsync);
            Assert.Contains(rule, failure.Message, StringComparison.Ordinal);
            visit.ClearFaults();
        });
    }
}
