using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator.Exchange;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Web.Simulator;

/// <summary>Once the server listens: logs its address, and tracks the catalogue once.</summary>
internal sealed partial class SimulatorStartup(
    IServer server, OwnAddress own, Tracker tracker, IDbContextFactory<CreamPieDbContext> contexts, ILogger<SimulatorStartup> log)
    : IHostedLifecycleService
{
    private static readonly string[] AnyAddress = ["+", "*", "0.0.0.0", "[::]"];

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (AddressOf(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []) is not { } address)
        {
            Log.Unreachable(log);
            return;
        }
        own.Set(address);
        Log.On(log, address, Simulation.AdminEmail, Simulation.AnalystEmail, Simulation.Password);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Stocks.AnyAsync(cancellationToken))
            return;
        foreach (var company in Catalogue.Listed)
            await tracker.TrackAsync(Caller.System, Symbol.Parse(company.Symbol), cancellationToken);
    }

    /// <summary>This machine's own address of the server; null if it has none.</summary>
    internal static Uri? AddressOf(IEnumerable<string> addresses) => addresses
        .Select(BindingAddress.Parse)
        .Where(a => !a.IsUnixPipe && !a.IsNamedPipe)
        .OrderBy(a => a.Scheme == Uri.UriSchemeHttp ? 0 : 1)
        .Select(a => new UriBuilder(a.Scheme, AnyAddress.Contains(a.Host) ? "localhost" : a.Host, a.Port).Uri)
        .FirstOrDefault();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information,
            "The market is simulated. Open {Address} and sign in as {Admin} or {Analyst}, password: {Password}")]
        public static partial void On(ILogger logger, Uri address, string admin, string analyst, string password);

        [LoggerMessage(2, LogLevel.Warning, "This server listens on no address: the simulated market is unreachable.")]
        public static partial void Unreachable(ILogger logger);
    }
}
