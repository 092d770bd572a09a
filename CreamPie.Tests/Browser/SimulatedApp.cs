using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

/// <summary>The program as a newcomer starts it (Development, simulated market) on a real port, with one browser.</summary>
internal sealed class SimulatedApp : IAsyncDisposable
{
    public const string HostileText = "<img src=x onerror=alert(1)>";

    private const float Patience = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ConcurrentDictionary<Visitor, Lazy<Task<string>>> _signedIn = [];

    private SimulatedApp(TestApplication server, MovableTime time, IPlaywright playwright, IBrowser browser) =>
        (Server, Time, _playwright, _browser) = (server, time, playwright, browser);

    public TestApplication Server { get; }

    public MovableTime Time { get; }

    /// <summary>Returns once the whole catalogue is loaded.</summary>
    public static async Task<SimulatedApp> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var time = new MovableTime();
        var server = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Retrieval:MinDelaySeconds"] = "0" },
            time: time, realSockets: true, environment: "Development");
        await server.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        await server.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        var app = new SimulatedApp(server, time, playwright, browser);
        foreach (var company in Catalogue.Listed)
            await app.PulledAsync(company.Symbol);
        return app;
    }

    /// <summary>Tracks a symbol and waits until its first pull has ended, successfully or not.</summary>
    public async Task TrackAsync(string symbol)
    {
        using var admin = await Server.AdminAsync();
        using var answer = await admin.PostAsJsonAsync("/api/stock-data/track", new { symbol });
        answer.EnsureSuccessStatusCode();
        await PulledAsync(symbol);
    }

    /// <summary>Tracks symbols whose pulls fail, each in its own way, so that the pages of failures have content.</summary>
    public async Task AddFailuresAsync()
    {
        foreach (var symbol in new[] { FaultySymbols.Unknown, FaultySymbols.Walled, FaultySymbols.Cropped, FaultySymbols.Busy })
            await TrackAsync(symbol);
    }

    /// <summary>Adds a stock and a dead letter whose texts are hostile.</summary>
    public async Task AddHostileTextAsync()
    {
        using var admin = await Server.AdminAsync();
        var page = await admin.GetStringAsync("/simulator/quote/EVIL/history");
        await ImportAsync(admin, "EVIL.html", page.Replace("Simulated EVIL", HostileText, StringComparison.Ordinal));
        await ImportAsync(admin, $"BAD_{HostileText}.csv", $"Date,Open,High,Low,Close,Volume\n{HostileText},1,1,1,1,1\n");
        await Server.SeeAsync(db => db.Stocks.Where(s => s.Symbol == "EVIL" && s.Name != null));
        await Server.SeeAsync(db => db.Documents.Where(d => d.FileName!.StartsWith("BAD_") && d.State == DocumentState.Quarantined));
    }

    /// <summary>Imports a stock with only the last 252 sessions of another one.</summary>
    public async Task ImportLastYearAsync(string symbol, string name)
    {
        using var admin = await Server.AdminAsync();
        var lines = (await admin.GetStringAsync($"/api/stock-data/{symbol}/bars?format=csv"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await ImportAsync(admin, name + ".csv", string.Join('\n', [lines[0], .. lines[^252..]]));
        await Server.SeeAsync(db => db.Stocks.Where(s => s.Symbol == name && s.Version > 0));
    }

    public async Task<int> BarsAsync(string symbol)
    {
        using var admin = await Server.AdminAsync();
        return (await admin.GetStringAsync($"/api/stock-data/{symbol}/bars?format=csv"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
    }

    /// <summary>A browser window of its own, signed in unless the visitor is anonymous; any fault on its pages fails the test.</summary>
    public async Task VisitAsync(Visitor visitor, Screen screen, Func<BrowserSession, Task> act)
    {
        var signedIn = visitor == Visitor.Anonymous ? null : await SignInAsync(visitor);
        await using var context = await NewContextAsync(screen, signedIn);
        var visit = await BrowserSession.StartAsync(context);
        await act(visit);
        visit.AssertFaultless();
    }

    public Task VisitAsync(Visitor visitor, Func<BrowserSession, Task> act) => VisitAsync(visitor, Screen.Wide, act);

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Signs in once per role; its cookies serve all its visits.</summary>
    private Task<string> SignInAsync(Visitor visitor) =>
        _signedIn.GetOrAdd(visitor, v => new(() => NewSessionAsync(v))).Value;

    private async Task<string> NewSessionAsync(Visitor visitor)
    {
        await using var context = await NewContextAsync(Screen.Wide, null);
        var visit = await BrowserSession.StartAsync(context);
        await visit.SignInAsync(visitor == Visitor.Admin ? TestApplication.AdminEmail : TestApplication.AnalystEmail);
        visit.AssertFaultless();
        return await context.StorageStateAsync();
    }

    private async Task<IBrowserContext> NewContextAsync(Screen screen, string? cookies)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = Server.ClientOptions.BaseAddress.ToString(),
            StorageState = cookies,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            HasTouch = screen.IsPhone,
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    private Task PulledAsync(string symbol) =>
        Server.SeeAsync(db => db.Stocks.Where(s => s.Symbol == symbol && s.Status != StockStatus.Pending));

    private static async Task ImportAsync(HttpClient admin, string name, string text)
    {
        using var form = Json.Form(Encoding.UTF8.GetBytes(text), name);
        using var answer = await admin.PostAsync("/api/stock-data/import", form);
        answer.EnsureSuccessStatusCode();
    }
}
