using CreamPie.Core;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Loading;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading;

/// <summary>PostgreSQL with a second party: a connection that is cut at COMMIT, and another loader at the same stocks.</summary>
public class LostCommitTests
{
    [PostgresTheory]
    [InlineData(false, 1), InlineData(true, 1), InlineData(false, 3), InlineData(true, 3)]
    public async Task Commit_with_a_lost_answer_takes_effect_once(bool afterCommit, int cuts)
    {
        await using var rig = await IngestionRig.StartAsync(DatabaseProvider.Postgres);
        var page = new GeneratedMarket(80).Page("FOO", 80);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", page, CancellationToken.None);
        using var proxy = new CuttingProxy(new NpgsqlConnectionStringBuilder(rig.Database.ConnectionString).Port)
        {
            Cut = cuts,
            AfterCommit = afterCommit,
        };
        await using var other = Process(rig.Database, proxy.Port);

        var result = await other.GetRequiredService<Pipeline>().RunAsync(document.Id, CancellationToken.None);

        // After a successful first commit there is no second one to cut.
        Assert.Equal(cuts, proxy.Cuts);
        Assert.Equal(DocumentState.Loaded, result.State);
        Assert.Equal(80, (await rig.BarsAsync("FOO")).Count);
        await using var db = rig.Database.Open();
        Assert.Equal((1, 0), (await db.LoadLedger.CountAsync(), await db.BarRevisions.CountAsync()));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    /// <summary>For a thousand rounds: <c>dotnet run -c Release --project CreamPie.Tests -- rewrite 1000</c>.</summary>
    [PostgresFact]
    public Task Loaders_rewriting_in_opposite_order_lose_and_duplicate_nothing() => RewriteAsync(rounds: 100);

    internal static async Task RewriteAsync(int rounds)
    {
        await using var database = await TestDatabase.PostgresAsync();
        await using var other = Process(database, new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        CloseDocument closed = (_, _, _, _) => Task.FromResult(true);
        // Every document has this day, each with another close.
        const int SharedDay = 6;
        static int Id(int round, int loader) => 2 * round + loader + 1;
        static double Close(int id) => 200 + id / 8.0;
        static int Stock(int round, int loader) => loader == 0 ? round % 3 : 2 - round % 3;
        static LoadRequest Request(int round, int loader) => Of(
            Id(round, loader), Monday.AddDays(30 + round),
            [.. Enumerable.Range(round % 5, 10).Select(day => Bar(day, day == SharedDay ? Close(Id(round, loader)) : 100 + day))],
            symbol: $"S{Stock(round, loader)}");

        await Task.WhenAll(RunAsync(database.Get<Loader>(), 0), RunAsync(other.GetRequiredService<Loader>(), 1));

        await using var db = database.Open();
        Assert.Equal(2 * rounds, await db.LoadLedger.CountAsync());
        var sharedDate = Monday.AddDays(SharedDay);
        foreach (var stock in await db.Stocks.ToListAsync())
        {
            var bars = await db.DailyBars.Where(b => b.StockId == stock.Id).OrderBy(b => b.Date).ToListAsync();
            int[] ids =
            [
                .. from round in Enumerable.Range(0, rounds)
                   from loader in (int[])[0, 1]
                   where $"S{Stock(round, loader)}" == stock.Symbol
                   select Id(round, loader),
            ];
            Assert.Equal(
                Enumerable.Range(0, 14).Select(day => (Monday.AddDays(day), day == SharedDay ? Close(ids.Max()) : 100 + day)),
                bars.Select(b => (b.Date, b.Close)));
            var revisions = await db.BarRevisions.Where(r => r.StockId == stock.Id).OrderBy(r => r.Close).ToListAsync();
            // A loader can overtake two of three rounds of the other.
            Assert.InRange(revisions.Count, rounds / 3 - 1, ids.Length - 1);
            Assert.All(revisions, r => Assert.Equal(sharedDate, r.Date));
            Assert.Equal(revisions.Count, revisions.Select(r => r.Close).Distinct().Count());
            Assert.Empty(revisions.Select(r => r.Close).Except(ids.Select(Close)));
            Assert.Equal(ids.Length, await db.LoadLedger.CountAsync(e => e.StockId == stock.Id));
        }

        async Task RunAsync(Loader loader, int number)
        {
            for (var round = 0; round < rounds; round++)
                Assert.IsType<LoadResult.Loaded>(await loader.LoadAsync(Request(round, number), closed, CancellationToken.None));
        }
    }

    /// <summary>Core's services as another process has them, over the same database and archive through another port.</summary>
    internal static ServiceProvider Process(TestDatabase database, int port, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = database.Folder,
            ["Storage:MinFreePercent"] = "0",
            ["Database:Provider"] = "Postgres",
            ["ConnectionStrings:CreamPie"] = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = port }.ToString(),
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton(time ?? TimeProvider.System);
        return services.AddCreamPieCore(configuration).BuildServiceProvider();
    }
}
