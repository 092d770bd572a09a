using System.Diagnostics;
using CreamPie.Tests.Browser;
using Microsoft.Playwright;

namespace CreamPie.Tests.Reliability.Nodes;

/// <summary>A page that somebody has open behind the proxy while nodes come and go.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly BrowserSession _visit;
    private volatile TaskCompletionSource _lost = New();

    private OpenPage(IPlaywright playwright, IBrowser browser, BrowserSession visit)
    {
        (_playwright, _browser, _visit) = (playwright, browser, visit);
        visit.Page.WebSocket += (_, socket) => socket.Close += (_, _) => _lost.TrySetResult();
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
        return page;
    }

    /// <summary>What a reader sees: the address with all that was chosen, the heading, and the view of the chart.</summary>
    public async Task<string> SeenAsync()
    {
        await _visit.WaitUntilLoadedAsync();
        return await _visit.Page.EvaluateAsync<string>(
            "() => location.pathname + location.search + ' | ' + document.querySelector('h1').textContent + ' | '"
            + " + document.querySelector('.price-chart').dataset.drawn.split('/').slice(0, 3)");
    }

    /// <summary>Does something to a node. Null if the page's connection was not with it.</summary>
    /// <returns>How long after the loss of the connection the page was back, as it was and connected.</returns>
    public async Task<TimeSpan?> BackAfterAsync(Func<Task> act)
    {
        var before = await SeenAsync();
        // Another node does not know the circuit, so the page loads itself anew, which forgets this.
        await _visit.Page.EvaluateAsync("() => { window.beforeLoss = true; }");
        _lost = New();
        var acted = act();
        var lost = _lost.Task;
        await Task.WhenAny(lost, Task.WhenAll(acted, Later()));
        if (!lost.IsCompleted)
            return null;
        var since = Stopwatch.GetTimestamp();
        await _visit.Page.WaitForFunctionAsync("() => !window.beforeLoss");
        var after = await SeenAsync();
        var took = Stopwatch.GetElapsedTime(since);
        await acted;
        Assert.Equal(before, after);
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

    private static async Task Later()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        await timer.WaitForNextTickAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
