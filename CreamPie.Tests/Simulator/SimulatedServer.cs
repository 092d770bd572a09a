using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Api;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator.Exchange;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Simulator;

/// <summary>The whole program in Development on a Friday evening: its workers pull from its own market.</summary>
public sealed class SimulatedServer : IAsyncLifetime
{
    private readonly RunningTime _time = new(SimulatorMarket.FridayEvening);
    private TestApplication _app = null!;

    internal TimeProvider Time => _time;

    internal HttpClient Anonymous { get; private set; } = null!;

    internal HttpClient Admin { get; private set; } = null!;

    /// <summary>The symbols tracked at the start of the program.</summary>
    internal IReadOnlyList<string> TrackedAtStart { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _app = await TestApplication.StartAsync(
            environment: "Development",
            realSockets: true,
            time: _time,
            settings: new Dictionary<string, string> { ["Retrieval:MinDelaySeconds"] = "0", ["Ingestion:Sweep"] = "00:00:00.2" });
        Anonymous = _app.Anonymous();
        Admin = await _app.SignInAsync(Simulation.AdminEmail, Simulation.Password);
        await using (var db = await ContextAsync())
            TrackedAtStart = await db.Stocks.Select(s => s.Symbol).ToListAsync();
        // Loading one company is enough.
        foreach (var symbol in TrackedAtStart.Where(s => s != "WHSK"))
            await Tracker.UntrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Signs the admin in again, since the token has expired by then.</summary>
    internal async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        Admin = await _app.SignInAsync(Simulation.AdminEmail, Simulation.Password);
    }

    internal Task TrackAsync(string symbol) => Tracker.TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);

    /// <summary>The bars of the API, once they include the last session that has begun.</summary>
    internal Task<List<JsonElement>> LoadedAsync(string symbol)
    {
        var last = MarketHours.LastBegun(_time.GetUtcNow().UtcDateTime);
        return Eventually.SeeAsync(async () =>
        {
            using var answer = await Admin.GetAsync($"/api/stock-data/{symbol}/bars");
            var bars = answer.IsSuccessStatusCode ? (await answer.JsonAsync()).GetProperty("bars").EnumerateArray().ToList() : [];
            return bars.Count > 0 && SimulatorMarket.Day(Json.Text(bars[^1], "date")!) == last ? bars : null;
        });
    }

    internal Task<CreamPieDbContext> ContextAsync() =>
        _app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>().CreateDbContextAsync();

    private Tracker Tracker => _app.Services.GetRequiredService<Tracker>();
}
