using CreamPie.Core.Accounts;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator;
using CreamPie.Web.Simulator.Exchange;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Symbol = CreamPie.Core.Market.Symbol;

namespace CreamPie.Tests.Simulator;

public sealed class SimulatedDataTests
{
    private const string Yahoo = "https://finance.yahoo.com";

    [Theory, OnSqlite, OnPostgres]
    public async Task Simulated_database_refuses_any_other_source(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await CheckAsync(database, "Development", Simulation.Address);
        await CheckAsync(database, "Development", Simulation.Address + "/");

        foreach (var (environment, source) in new[] { ("Production", Yahoo), ("Development", Yahoo), ("Production", Simulation.Address) })
        {
            var refused = await Assert.ThrowsAsync<MixedDataException>(() => CheckAsync(database, environment, source));
            Assert.Contains(source, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Storage__Path", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_with_real_stocks_refuses_the_simulation(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse("TSLA"), CancellationToken.None);
        await CheckAsync(database, "Production", Yahoo);

        var refused = await Assert.ThrowsAsync<MixedDataException>(() => CheckAsync(database, "Development", Simulation.Address));
        Assert.Contains("Storage__Path", refused.Message, StringComparison.Ordinal);
        await using var db = database.Open();
        Assert.Null((await db.Installations.SingleAsync()).SimulatedAt);
    }

    [Fact]
    public async Task Demo_stocks_are_tracked_once_and_untracking_persists()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await StartedAsync(database, "http://127.0.0.1:5080");
        Assert.Equal("http://127.0.0.1:5080/simulator", database.Get<OwnAddress>().Resolve(Simulation.Address));
        await database.Get<Tracker>().UntrackAsync(Caller.System, Symbol.Parse("PIE"), CancellationToken.None);

        await StartedAsync(database, "http://127.0.0.1:5080");
        await using var db = database.Open();
        Assert.Equal(
            Catalogue.Listed.Select(c => c.Symbol).Where(s => s != "PIE").Order(StringComparer.Ordinal),
            await db.Stocks.Select(s => s.Symbol).OrderBy(s => s).ToListAsync());
    }

    [Theory]
    [InlineData("http://localhost:5080", "http://localhost:5080/")]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080/")]
    [InlineData("http://[::]:5080", "http://localhost:5080/")]
    [InlineData("http://*:5080", "http://localhost:5080/")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080/")]
    [InlineData("https://localhost:5443;http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("http://unix:/tmp/creampie.sock", null)]
    [InlineData("", null)]
    public void Server_address_resolves_to_loopback(string addresses, string? expected) =>
        Assert.Equal(expected, SimulatorStartup.AddressOf(addresses.Split(';', StringSplitOptions.RemoveEmptyEntries))?.AbsoluteUri);

    [Fact]
    public async Task Without_a_server_address_nothing_is_tracked()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await StartedAsync(database);
        await using var db = database.Open();
        Assert.False(await db.Stocks.AnyAsync());
        Assert.Throws<InvalidOperationException>(() => database.Get<OwnAddress>().Resolve(Simulation.Address));
    }

    private static Task CheckAsync(TestDatabase database, string environment, string source)
    {
        var simulation = SimulatorServices.Of(new HostingEnvironment { EnvironmentName = environment }, source);
        return new SimulatedData(database.Contexts, simulation, TimeProvider.System).CheckAsync(CancellationToken.None);
    }

    private static Task StartedAsync(TestDatabase database, params string[] addresses) => new SimulatorStartup(
        new Server(addresses), database.Get<OwnAddress>(), database.Get<Tracker>(), database.Contexts,
        NullLogger<SimulatorStartup>.Instance)
        .StartedAsync(CancellationToken.None);

    private sealed class Server : IServer
    {
        public Server(string[] addresses)
        {
            var feature = new ServerAddressesFeature();
            foreach (var address in addresses)
                feature.Addresses.Add(address);
            Features.Set<IServerAddressesFeature>(feature);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
