using System.Collections.Concurrent;
using CreamPie.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CreamPie.Tests.Browser;

/// <summary>A page in a browser and its faults: script errors, refused requests, policy violations, dialogs.</summary>
internal sealed class BrowserSession
{
    /// <summary>Chromium logs most violations on its console; a listener reports them all.</summary>
    private const string ReportViolations =
        "addEventListener('securitypolicyviolation', e => "
        + "console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber}`))";

    /// <summary>The style sheet's colours apply at once, MudBlazor's only with the circuit's answer.</summary>
    private const string Background =
        "[document.body, document.querySelector('.mud-appbar')].map(e => e && getComputedStyle(e).backgroundColor)";

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentQueue<string> _sockets = [];
    private readonly ConcurrentQueue<string> _scripts = [];
    private readonly HashSet<string> _refused = [];
    private readonly List<BrowserSession> _tabs = [];

    private readonly string _invitation;

    private BrowserSession(IPage page, string invitation) => (Page, _invitation) = (page, invitation);

    public IPage Page { get; }

    public IReadOnlyCollection<string> Sockets => _sockets;

    public IReadOnlyCollection<string> Scripts => _scripts;

    /// <param name="context">Its cookies.</param>
    /// <param name="invitation">The token of an invitation that is open, for the page of this name.</param>
    public static async Task<BrowserSession> StartAsync(IBrowserContext context, string invitation = "")
    {
        await context.AddInitScriptAsync(ReportViolations);
        return await OpenTabAsync(context, invitation);
    }

    /// <summary>The same browser context, hence the same cookies.</summary>
    public async Task<BrowserSession> AnotherTabAsync()
    {
        var tab = await OpenTabAsync(Page.Context, _invitation);
        _tabs.Add(tab);
        return tab;
    }

    /// <summary>Opens a page and waits until it has loaded its data.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await WaitUntilLoadedAsync();
    }

    public async Task OpenAsync(ProductPage page)
    {
        if (page.IsRefusal)
        {
            ExpectRefusal(page.Path);
            ExpectRefusal("/account/denied");
        }
        if (page.Path.EndsWith(ProductPage.Refused, StringComparison.Ordinal))
            await OpenRefusedAsync();
        else if (page.Path.EndsWith(ProductPage.Analyst, StringComparison.Ordinal))
            await OpenAnalystAsync();
        else if (page.Path == ProductPage.SecondStep)
            await EnterPasswordAsync(SimulatedApp.TwoStepEmail);
        else
            await OpenAsync(page.Path.Replace(ProductPage.Invitation, _invitation, StringComparison.Ordinal));
    }

    private async Task SendPasswordAsync(string email, string password)
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("E-mail", new() { Exact = true }).FillAsync(email);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private async Task OpenRefusedAsync()
    {
        await OpenAsync("/admin/dead-letters");
        var path = await Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Compare raw and parsed") })
            .First.GetAttributeAsync("href");
        await OpenAsync(path!);
    }

    private async Task OpenAnalystAsync()
    {
        await OpenAsync("/admin/users?q=analyst");
        await OpenAsync((await Page.Locator(".row-link").First.GetAttributeAsync("href"))!);
    }

    public async Task WaitUntilLoadedAsync()
    {
        await Expect(Page.Locator("h1").First).ToBeVisibleAsync();
        await Expect(Page.Locator(".state.loading, :is(.price-chart, .comparison-chart):not([data-drawn])")).ToHaveCountAsync(0);
        await Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
    }

    public async Task SignInAsync(string email, string password = TestApplication.Password)
    {
        await SendPasswordAsync(email, password);
        await Expect(Heading("Stocks")).ToBeVisibleAsync();
    }

    /// <summary>The first of the two steps of a sign-in.</summary>
    /// <param name="next">Heading of the page that follows.</param>
    public async Task EnterPasswordAsync(string email, string next = "Enter your code")
    {
        await SendPasswordAsync(email, TestApplication.Password);
        await Expect(Heading(next)).ToBeVisibleAsync();
    }

    /// <summary>The second step.</summary>
    public async Task EnterCodeAsync(string code)
    {
        await Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(Heading("Stocks")).ToBeVisibleAsync();
    }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>This path may answer with an error: the test provokes it.</summary>
    public void ExpectRefusal(string path) => _refused.Add(new Uri(new Uri("http://x"), path).AbsolutePath);

    /// <summary>The pixels by which the page is wider than its window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)");

    /// <summary>The background colours of the page and the app bar.</summary>
    public Task<string?[]> BackgroundAsync() => Page.EvaluateAsync<string?[]>($"() => {Background}");

    public Task GoDarkAsync() => GoAsync(ColorScheme.Dark);

    /// <summary>Switches the system's colour scheme to the other one, as it may in the evening.</summary>
    public async Task GoAsync(ColorScheme scheme)
    {
        var before = await BackgroundAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await WaitForOtherBackgroundAsync(before);
    }

    /// <summary>Waits for colour transitions to end: a fading colour belongs to neither theme.</summary>
    public async Task WaitForOtherBackgroundAsync(string?[] before)
    {
        await Page.WaitForFunctionAsync($"before => {Background}.every((colour, i) => colour === null || colour !== before[i])", before);
        await Page.WaitForFunctionAsync("() => document.getAnimations().every(a => a.effect?.getComputedTiming().iterations === Infinity)");
    }

    public Task<string> FirstFaultAsync() => Eventually.SeeAsync(() => Task.FromResult(_faults.FirstOrDefault()));

    public void ClearFaults() => _faults.Clear();

    /// <summary>What went wrong since the last call.</summary>
    public List<string> TakeFaults()
    {
        var taken = new List<string>();
        while (_faults.TryDequeue(out var fault))
            taken.Add(fault);
        return taken;
    }

    public void AssertFaultless() => AssertNone(_faults.Concat(_tabs.SelectMany(t => t._faults)));

    public void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults);
        Assert.True(all.Length == 0, $"{Where()}\n{all}");
    }

    private static async Task<BrowserSession> OpenTabAsync(IBrowserContext context, string invitation)
    {
        var visit = new BrowserSession(await context.NewPageAsync(), invitation);
        visit.Watch();
        return visit;
    }

    private void Watch()
    {
        Page.Console += (_, message) =>
        {
            // Chromium repeats each refused request here; the Response handler below knows the expected ones.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _faults.Enqueue($"{Where()} console: {message.Text}");
        };
        Page.PageError += (_, error) => _faults.Enqueue($"{Where()} script: {error}");
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !_refused.Contains(new Uri(response.Url).AbsolutePath))
                _faults.Enqueue($"{Where()} {response.Status} {response.Url}");
        };
        Page.RequestFailed += (_, request) =>
        {
            // Aborted by the page itself or by navigation.
            if (request.Failure != "net::ERR_ABORTED")
                _faults.Enqueue($"{Where()} {request.Failure} {request.Url}");
        };
        Page.Request += (_, request) =>
        {
            if (request.ResourceType == "script")
                _scripts.Enqueue(request.Url);
        };
        Page.WebSocket += (_, socket) => _sockets.Enqueue(socket.Url);
        Page.Dialog += (_, dialog) =>
        {
            _faults.Enqueue($"{Where()} dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    private string Where() => new Uri(Page.Url).PathAndQuery;
}
