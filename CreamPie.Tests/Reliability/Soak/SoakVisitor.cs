using System.Collections.Concurrent;
using CreamPie.Tests.Browser;
using Microsoft.Playwright;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>Somebody in a browser who opens a tab, looks at the stocks in one order and another, at a chart, and leaves.</summary>
internal sealed class SoakVisitor : IAsyncDisposable
{
    private const float Patience = 60_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);
    private static readonly string[] Orders = ["Last", "Change", "Last bar", "Last pull", "Symbol"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly BrowserSession _session;
    private readonly ConcurrentQueue<string> _faults = [];

    private SoakVisitor(IPlaywright playwright, IBrowser browser, BrowserSession session) =>
        (_playwright, _browser, _session) = (playwright, browser, session);

    public int Visits { get; private set; }

    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<SoakVisitor> StartAsync(Uri root)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = root.ToString(),
            ViewportSize = new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        var session = await BrowserSession.StartAsync(context);
        await session.SignInAsync("admin@example.org", "correct horse battery");
        return new(playwright, browser, session);
    }

    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await VisitAsync(timer, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task VisitAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        var tab = await _session.AnotherTabAsync();
        try
        {
            await tab.OpenAsync("/stocks");
            await tab.Page.Locator("th").GetByRole(AriaRole.Link, new() { Name = Orders[Visits % Orders.Length] }).First.ClickAsync();
            await tab.WaitUntilLoadedAsync();
            await timer.WaitForNextTickAsync(cancellationToken);
            await tab.Page.Locator("th.symbol a").Nth(Visits % 10).ClickAsync();
            await tab.Page.WaitForURLAsync("**/stocks/P*");
            await tab.WaitUntilLoadedAsync();
            await timer.WaitForNextTickAsync(cancellationToken);
            await tab.Link(Visits % 2 == 0 ? "3M" : "All").ClickAsync();
            await tab.WaitUntilLoadedAsync();
            Visits++;
        }
        catch (Exception fault) when (fault is PlaywrightException or TimeoutException)
        {
            _faults.Enqueue($"visit {Visits}: {fault.Message.Split('\n')[0]}");
        }
        finally
        {
            if (tab.TakeFaults() is { Count: > 0 } faults)
                faults.ForEach(_faults.Enqueue);
            await tab.Page.CloseAsync();
        }
    }
}
