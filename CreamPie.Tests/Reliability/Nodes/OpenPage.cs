using System.Diagnostics;
using CreamPie.Tests.Browser;
using Microsoft.Playwright;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>A page that somebody has open behind the proxy while nodes come and go.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    /// <summary>
    /// What a reader sees: the address with all that was chosen, the heading, the view of the chart, what was typed, and where the page
    /// is scrolled to.
    /// </summary>
    private const string Seen =
        "[location.pathname + location.search, document.querySelector('h1')?.textContent, "
        + "document.querySelector('.price-chart')?.dataset.drawn?.split('/').slice(0, 3), "
        + "document.querySelector('[name=compare]')?.value, scrollY].join(' | ')";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly BrowserSession _visit;
    private volatile TaskCompletionSource<long> _lost = New();

    private OpenPage(IPlaywright playwright, IBrowser browser, BrowserSession visit)
    {
        (_playwright, _browser, _visit) = (playwright, browser, visit);
        visit.Page.WebSocket += (_, socket) => socket.Close += (_, _) => _lost.TrySetResult(Stopwatch.GetTimestamp());
    }

    public static async Task<OpenPage> StartAsync(Uri root, string email, string password, string path)
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = root.ToString(),
            ViewportSize = new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        var page = new OpenPage(playwright, browser, await BrowserSession.StartAsync(context));
        await page._visit.SignInAsync(email, password);
        await page._visit.OpenAsync(path);
        // What no address has: a symbol that was typed and not added, and the place in the page.
        await page._visit.Page.GetByText("Dates and comparison").ClickAsync();
        await page._visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Compare", Exact = true }).FillAsync("P1");
        await page._visit.Page.EvaluateAsync("() => scrollTo(0, 200)");
        return page;
    }

    /// <summary>Does something to a node. Null if the page's connection was not with it.</summary>
    /// <returns>How long after the loss of the connection the page was back, as it was and connected.</returns>
    public async Task<TimeSpan?> BackAfterAsync(Func<Task> act)
    {
        await _visit.WaitUntilLoadedAsync();
        var before = await _visit.Page.EvaluateAsync<string>($"() => {Seen}");
        // Another node does not know the circuit, so the page loads itself anew, which forgets this.
        await _visit.Page.EvaluateAsync("() => { window.beforeLoss = true; }");
        _lost = New();
        var acted = act();
        var lost = _lost.Task;
        await Task.WhenAny(lost, acted);
        if (!lost.IsCompleted)
        {
            await acted;
            return null;
        }
        await _visit.Page.WaitForFunctionAsync($"before => !window.beforeLoss && {Seen} === before", before);
        var took = Stopwatch.GetElapsedTime(await lost);
        await acted;
        return took;
    }

    /// <summary>True if the page reacts, which only its circuit makes it do.</summary>
    public async Task<bool> ReactsAsync()
    {
        await _visit.OpenAsync("/stocks");
        await _visit.Heading("Stocks").WaitForAsync();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
