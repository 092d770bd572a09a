using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Accounts.Proving;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Tests.Api;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

/// <summary>The program as a newcomer starts it (Development, simulated market) on a real port, with one browser.</summary>
internal sealed class SimulatedApp : IAsyncDisposable
{
    public const string HostileText = "<img src=x onerror=alert(1)>";

    /// <summary>Whoever signs in to it is asked for a code.</summary>
    public const string TwoStepEmail = "two-step@example.org";
    private const string AskedEmail = "asked@example.org";

    private const float Patience = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ConcurrentDictionary<Visitor, (long Since, Lazy<Task<string>> Cookies)> _signedIn = [];
    private string _invitation = "";

    private SimulatedApp(TestApplication server, MovableTime time, IPlaywright playwright, IBrowser browser) =>
        (Server, Time, _playwright, _browser) = (server, time, playwright, browser);

    public TestApplication Server { get; }

    public MovableTime Time { get; }

    /// <summary>Returns once the whole catalogue is loaded.</summary>
    /// <param name="settings">Configuration keys with colons, on top of its own.</param>
    public static async Task<SimulatedApp> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var time = new MovableTime();
        var server = await TestApplication.StartAsync(
            // A test moves the clock by hours: the shared sessions must outlast it.
            settings: new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
            {
                ["Retrieval:MinDelaySeconds"] = "0",
                ["Sessions:IdleMinutes"] = "720",
            },
            time: time, realSockets: true, environment: "Development");
        await server.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        await server.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        var app = new SimulatedApp(server, time, playwright, browser);
        await app.AddHalfwayAsync();
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

    /// <summary>Imports a stock as a CSV file of split-adjusted prices.</summary>
    public async Task ImportAsync(string symbol, string csv)
    {
        using var admin = await Server.AdminAsync();
        await ImportAsync(admin, symbol + ".split.csv", csv);
        await Server.SeeAsync(db => db.Stocks.Where(s => s.Symbol == symbol && s.Version > 0));
    }

    /// <summary>Tracked symbols with the longest histories.</summary>
    public async Task<IReadOnlyList<string>> LongestAsync(int count, int fewest)
    {
        var found = new List<string>();
        foreach (var company in Catalogue.Listed)
        {
            if (found.Count < count && await BarsAsync(company.Symbol) >= fewest)
                found.Add(company.Symbol);
        }
        return found;
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
        await VisitAsync(await NewContextAsync(screen, signedIn), act);
    }

    /// <summary>From now on the visits of this role have a session that has just proved who it is.</summary>
    public void SignInAgain(Visitor visitor) => _signedIn.TryRemove(visitor, out _);

    /// <summary>An anonymous visitor of another server, or of this one by another name.</summary>
    public async Task VisitAsync(Uri root, Func<BrowserSession, Task> act) =>
        await VisitAsync(await NewContextAsync(Screen.Wide, null, root), act);

    public Task VisitAsync(Visitor visitor, Func<BrowserSession, Task> act) => VisitAsync(visitor, Screen.Wide, act);

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    private async Task VisitAsync(IBrowserContext context, Func<BrowserSession, Task> act)
    {
        await using var _ = context;
        var visit = await BrowserSession.StartAsync(context, _invitation);
        await act(visit);
        visit.AssertFaultless();
    }

    /// <summary>Signs in once per role, and again before the pages that want a recent proof ask for one.</summary>
    private Task<string> SignInAsync(Visitor visitor) => _signedIn.AddOrUpdate(
        visitor,
        v => NewCookies(v),
        (v, known) => Stopwatch.GetElapsedTime(known.Since) < Proofs.Life / 2 ? known : NewCookies(v)).Cookies.Value;

    private (long Since, Lazy<Task<string>> Cookies) NewCookies(Visitor visitor) =>
        (Stopwatch.GetTimestamp(), new(() => NewSessionAsync(visitor)));

    private async Task<string> NewSessionAsync(Visitor visitor)
    {
        await using var context = await NewContextAsync(Screen.Wide, null);
        var visit = await BrowserSession.StartAsync(context);
        if (visitor == Visitor.Asked)
            await visit.EnterPasswordAsync(AskedEmail, "Choose a new password");
        else
            await visit.SignInAsync(visitor == Visitor.Admin ? TestApplication.AdminEmail : TestApplication.AnalystEmail);
        visit.AssertFaultless();
        return await context.StorageStateAsync();
    }

    private async Task<IBrowserContext> NewContextAsync(Screen screen, string? cookies, Uri? root = null)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = (root ?? Server.ClientOptions.BaseAddress).ToString(),
            StorageState = cookies,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            HasTouch = screen.IsTouch,
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>Somebody between the two steps of a sign-in, and an invitation that nobody has accepted: each has its page.</summary>
    private async Task AddHalfwayAsync()
    {
        var id = (await Server.AddUserAsync(TwoStepEmail, Roles.Analyst)).Id;
        await using var scope = Server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        await users.SetTwoFactorEnabledAsync((await users.FindByIdAsync(id))!, enabled: true);
        var asked = (await users.FindByIdAsync((await Server.AddUserAsync(AskedEmail, Roles.Analyst)).Id))!;
        asked.MustChangePassword = true;
        await users.UpdateAsync(asked);
        var invited = await scope.ServiceProvider.GetRequiredService<Invitations>()
            .CreateAsync(SeedData.Admin, "invited@example.org", Roles.Analyst, CancellationToken.None);
        _invitation = Assert.IsType<InvitationResult.Created>(invited).Token;
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
