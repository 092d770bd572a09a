using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Monitoring.Nodes;
using CreamPie.Core.Querying.Operating;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Operating;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CreamPie.Core.Market.Symbol;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Monitoring.Nodes;

public sealed class WorkerWatchTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Silent_workers_are_missing_until_one_beats_again(DatabaseProvider provider)
    {
        using var log = new LogLines();
        await using var database = await TestDatabase.CreateAsync(
            provider, configure: services => services.AddLogging(l => l.AddProvider(log)));
        Assert.Contains("None has started yet", await CheckAsync(database), StringComparison.Ordinal);
        await AddAsync(database, isWorker: false, lastBeat: TimeSpan.Zero);
        Assert.Contains("None has started yet", await CheckAsync(database), StringComparison.Ordinal);

        await AddAsync(database, isWorker: true, lastBeat: TimeSpan.Zero);
        Assert.Null(await CheckAsync(database));
        Assert.Equal(1, log.Count(l => l == "A worker is running again."));

        await SilenceAsync(database, TimeSpan.FromDays(4));
        Assert.Contains("The last heartbeat came from worker-1 at", await CheckAsync(database), StringComparison.Ordinal);
        Assert.NotNull(await CheckAsync(database));
        Assert.Equal(1, log.Count(l => l.Contains("The last heartbeat came from worker-1", StringComparison.Ordinal)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Worker_that_beats_and_never_sweeps_is_missing_too(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddAsync(database, isWorker: true, lastBeat: TimeSpan.Zero, lastSweep: TimeSpan.FromMinutes(11));

        Assert.Contains("it has planned nothing since", await CheckAsync(database), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Requested_symbol_says_that_nobody_is_there_to_pull_it(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.Get<Tracker>().TrackAsync(Admin, Parse("AAPL"), CancellationToken.None);
        Assert.True((await NewestAsync())!.LacksWorker);
        Assert.True(await database.Get<WorkerQuery>().AreMissingAsync(Analyst, CancellationToken.None));

        await AddAsync(database, isWorker: true, lastBeat: TimeSpan.Zero);

        Assert.False((await NewestAsync())!.LacksWorker);
        Assert.False(await database.Get<WorkerQuery>().AreMissingAsync(Analyst, CancellationToken.None));

        Task<PullView?> NewestAsync() => database.Get<PullQuery>().NewestAsync(Analyst, Parse("AAPL"), CancellationToken.None);
    }

    private static Task<string?> CheckAsync(TestDatabase database) => database.Get<WorkerWatch>().CheckAsync(CancellationToken.None);

    /// <summary>By the machine's clock, which PostgreSQL has, too.</summary>
    private static Task AddAsync(TestDatabase database, bool isWorker, TimeSpan lastBeat, TimeSpan? lastSweep = null)
    {
        var now = TimeProvider.System.Now();
        return database.AddAsync(new Node
        {
            Id = Guid.NewGuid(),
            Role = isWorker ? "Worker" : "Web",
            IsWorker = isWorker,
            Machine = isWorker ? "worker-1" : "web-1",
            Version = "1",
            StartedAt = now - TimeSpan.FromDays(5),
            LastBeat = now - lastBeat,
            AliveUntil = now - lastBeat + TimeSpan.FromSeconds(40),
            LastSweep = isWorker ? now - (lastSweep ?? lastBeat) : null,
        });
    }

    private static async Task SilenceAsync(TestDatabase database, TimeSpan by)
    {
        await using var db = database.Open();
        foreach (var node in await db.Nodes.ToListAsync())
            (node.LastBeat, node.AliveUntil, node.LastSweep) = (node.LastBeat - by, node.AliveUntil - by, node.LastSweep - by);
        await db.SaveChangesAsync();
    }
}
