using CreamPie.Core.Users;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

/// <summary>The program as a newcomer starts it (Development, simulated market) on a real port, and one browser before it.</summary>
internal sealed class SimulatedApp : IAsyncDisposable
{
    private const float Patience = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Dictionary<Visitor, string> _signedIn = [];

    private SimulatedApp(TestApplication server, MovableTime time, IPlaywright playwright, IBrowser browser) =>
        (Server, Time, _playwright, _browser) = (server, time, playwright, browser);

    public TestApplication Server { get; }

    public MovableTime Time { get; }

    public string Address => Server.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    public static async Task<SimulatedApp> StartAsync(Action<IServiceCollection>? configure = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var time = new MovableTime();
        var server = await TestApplication.StartAsync(
            settings: new Dictionary<string, string> { ["Retrieval:MinDelaySeconds"] = "0" },
            time: time, configure: configure, realSockets: true, environment: "Development");
        await server.AddUserAsync(TestApplication.AnalystEmail, Roles.Analyst);
        await server.AddUserAsync(TestApplication.AdminEmail, Roles.Admin);
        return new SimulatedApp(server, time, playwright, browser);
    }

    /// <summary>A browser window of its own, signed in where the visitor is somebody; whatever goes wrong on its pages fails.</summary>
    public async Task VisitAsync(Visitor visitor, Screen screen, Func<Visit, Task> act)
    {
        var signedIn = visitor == Visitor.Anonymous ? null : await SignInAsync(visitor);
        await using var context = await NewContextAsync(screen, signedIn);
        var visit = await Visit.StartAsync(context);
        await act(visit);
        visit.AssertFaultless();
    }

    public Task VisitAsync(Visitor visitor, Func<Visit, Task> act) => VisitAsync(visitor, Screen.Wide, act);

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Once a role: its cookies serve all its visits.</summary>
    private async Task<string> SignInAsync(Visitor visitor)
    {
        if (_signedIn.TryGetValue(visitor, out var cookies))
            return cookies;
        await using var context = await NewContextAsync(Screen.Wide, null);
        var visit = await Visit.StartAsync(context);
        await visit.SignInAsync(visitor == Visitor.Admin ? TestApplication.AdminEmail : TestApplication.AnalystEmail, TestApplication.Password);
        visit.AssertFaultless();
        return _signedIn[visitor] = await context.StorageStateAsync();
    }

    private async Task<IBrowserContext> NewContextAsync(Screen screen, string? cookies)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = Address,
            StorageState = cookies,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-US",
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }
}
