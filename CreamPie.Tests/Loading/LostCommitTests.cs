using CreamPie.Core;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Users;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Ingestion.Crashes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading;

/// <summary>PostgreSQL with a second party: a connection that is cut at COMMIT, and another process at the same stocks.</summary>
public class LostCommitTests
{
    [PostgresTheory]
    [InlineData(false, 1), InlineData(true, 1), InlineData(false, 3), InlineData(true, 3)]
    public async Task A_commit_whose_answer_is_lost_is_looked_up_in_the_ledger_and_made_once(bool afterCommit, int cuts)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        var page = new MadeMarket(80).Page("FOO", 80);
        var document = await rig.Get<Intake>().TakeInAsync(Caller.System, "FOO.html", page, CancellationToken.None);
        using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(rig.Database.ConnectionString).Port) { Cut = cuts, AfterCommit = afterCommit };
        await using var other = Process(rig.Database, proxy.Port);

        var result = await other.GetRequiredService<Pipeline>().RunAsync(document.Id, CancellationToken.None);

        // What was committed the first time has no second commit to cut.
        Assert.Equal(cuts, proxy.Cuts);
        Assert.Equal(DocumentState.Loaded, result.State);
        Assert.Equal(80, (await rig.BarsAsync("FOO")).Count);
        await using var db = rig.Database.Open();
        Assert.Equal((1, 0, 1L), (await db.LoadLedger.CountAsync(), await db.BarRevisions.CountAsync(), (await db.Stocks.SingleAsync()).Version));
        Assert.Empty(await rig.Get<Invariants>().BrokenAsync(long.MaxValue, CancellationToken.None));
    }

    [PostgresFact]
    public async Task Two_processes_that_load_the_same_stocks_in_reversed_order_a_thousand_times_lose_and_double_nothing()
    {
        await using var database = await TestDatabase.PostgresAsync();
        await using var other = Process(database, new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        CloseDocument closed = (_, _, _, _) => Task.FromResult(true);
        LoadRequest Request(int round, int process) => Of(
            2 * round + process + 1, Monday.AddDays(30 + round), [.. Enumerable.Range(round % 5, 10).Select(day => Bar(day, 100 + day))],
            symbol: $"S{(process == 0 ? round % 3 : 2 - round % 3)}");

        await Task.WhenAll(
            RunAsync(database.Get<Loader>(), process: 0, rounds: Enumerable.Range(0, 500)),
            RunAsync(other.GetRequiredService<Loader>(), process: 1, rounds: Enumerable.Range(0, 500).Reverse()));

        await using var db = database.Open();
        Assert.Equal(1_000, await db.LoadLedger.CountAsync());
        Assert.Equal(0, await db.BarRevisions.CountAsync());
        Assert.Equal([14, 14, 14], await db.DailyBars.GroupBy(b => b.StockId).Select(g => g.Count()).ToListAsync());
        Assert.All(await db.Stocks.ToListAsync(), stock => Assert.InRange(stock.Version, 1, 1_000));

        async Task RunAsync(Loader loader, int process, IEnumerable<int> rounds)
        {
            foreach (var round in rounds)
                Assert.IsType<LoadResult.Loaded>(await loader.LoadAsync(Request(round, process), closed, CancellationToken.None));
        }
    }

    /// <summary>Core's services as another process has them, by another way to the same database and archive.</summary>
    internal static ServiceProvider Process(TestDatabase database, int port, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = database.Folder,
            ["Storage:MinFreePercent"] = "0",
            ["Database:Provider"] = "Postgres",
            ["ConnectionStrings:CreamPie"] = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = port }.ToString(),
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton(time ?? TimeProvider.System);
        return services.AddCreamPieCore(configuration).BuildServiceProvider();
    }
}
