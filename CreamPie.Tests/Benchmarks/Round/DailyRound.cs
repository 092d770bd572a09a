using System.Diagnostics;
using System.Globalization;
using CreamPie.Core;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using CreamPie.Web.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Benchmarks.Round;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- round 10000 2 [Sqlite|Postgres] [50] [Hangfire]</c>: so many stocks are due at
/// once, half of them from each of two hosts on loopback that answer after some milliseconds, without politeness waits. The workers are
/// nodes of one worker each on PostgreSQL, and workers of the one process on SQLite; they get their documents from the program's job
/// server, or through its channel. Ends after half a minute.
/// </summary>
internal static class DailyRound
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task MeasureAsync(string[] args)
    {
        var (stocks, workers) = (Number(args[0]), args.Length > 1 ? Number(args[1]) : 1);
        var wait = TimeSpan.FromMilliseconds(args.Length > 3 ? Number(args[3]) : 50);
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            if (args.Length < 3 || args[2].Equals(provider.ToString(), StringComparison.OrdinalIgnoreCase))
                await MeasureAsync(provider, stocks, workers, wait, args.Length > 4);
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task MeasureAsync(DatabaseProvider provider, int stocks, int workers, TimeSpan wait, bool hangfire)
    {
        await using var page = await Upstream.StartAsync(wait);
        await using var chart = await Upstream.StartAsync(wait);
        await using var database = await TestDatabase.CreateAsync(provider);
        await SeedAsync(database, stocks);
        var watch = Stopwatch.StartNew();
        while (await database.Get<Planner>().PlanDueAsync(CancellationToken.None) > 0)
        {
        }
        var planning = watch.Elapsed;
        var times = new DatabaseTimes();
        var isShared = provider == DatabaseProvider.Postgres;
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Path"] = database.Folder,
            ["Storage:MinFreePercent"] = "0",
            ["Database:Provider"] = provider.ToString(),
            ["ConnectionStrings:CreamPie"] = database.ConnectionString,
            ["Sources:YahooPage:BaseUrl"] = page.Root,
            ["Sources:YahooChart:BaseUrl"] = chart.Root,
            ["Sources:Order"] = "YahooPage",
            ["Retrieval:AllowPrivateNetworks"] = "true",
            ["Retrieval:MinDelaySeconds"] = "0",
            ["Jobs:Hangfire"] = hangfire.ToString(),
            ["Ingestion:Workers"] = isShared ? "1" : workers.ToString(CultureInfo.InvariantCulture),
        };
        var nodes = Enumerable.Range(0, isShared ? workers : 1).Select(_ => Node(settings, times)).ToList();
        watch.Restart();
        await Task.WhenAll(nodes.Select(n => n.StartAsync()));
        // The first ones build the queries and fetch robots.txt.
        var warm = await LoadedAsync(database, Math.Min(20, stocks / 4), watch);
        await using var db = database.Open();
        var before = await DatabaseProcessor.TimesAsync(db);
        times.Clear();
        watch.Restart();
        var loaded = await LoadedAsync(database, stocks, watch) - warm;
        var (seconds, (count, time)) = (watch.Elapsed.TotalSeconds, times.Total);
        var processor = DatabaseProcessor.Between(before, await DatabaseProcessor.TimesAsync(db));
        var longest = times.Longest(12).ToList();
        await Task.WhenAll(nodes.Select(n => n.StopAsync()));
        foreach (var node in nodes)
            await node.DisposeAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{provider}, {stocks} stocks, {workers} workers{(hangfire ? " of Hangfire" : "")}: {loaded / seconds:0.0} documents "
            + $"a second, {processor / loaded:0.0} ms of the database's processors, "
            + $"{time.TotalMilliseconds / loaded:0.0} ms of waiting for it "
            + $"and {(double)count / loaded:0.0} statements a document; "
            + $"planned in {planning.TotalMilliseconds / stocks:0.00} ms a stock"));
        foreach (var (text, times1, spent) in longest)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {spent.TotalMilliseconds / loaded,6:0.00} ms {(double)times1 / loaded,5:0.00}x  {Short(text)}"));
        }
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[])['\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 180 ? line : line[..60] + " ... " + line[^115..];
    }

    private static async Task<int> LoadedAsync(TestDatabase database, int enough, Stopwatch watch)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            await using var db = database.Open();
            var loaded = await db.Documents.CountAsync(d => d.State == DocumentState.Loaded);
            if (loaded >= enough || watch.Elapsed > Longest)
                return loaded;
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task SeedAsync(TestDatabase database, int stocks)
    {
        var due = TimeProvider.System.Now().AddMinutes(-5);
        await using var db = database.Open();
        db.Stocks.AddRange(Enumerable.Range(0, stocks).Select(i => new Stock
        {
            Symbol = $"S{i}",
            Status = StockStatus.Current,
            NextDue = due,
            FirstSession = new(2020, 1, 2),
            LastSession = new(2020, 1, 2),
            SourceOrder = i % 2 == 0 ? null : "YahooChart",
        }));
        await db.SaveChangesAsync();
    }

    private static WebApplication Node(Dictionary<string, string?> settings, DatabaseTimes times)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.Services.ConfigureDbContext<SqliteCreamPieDbContext>(o => o.AddInterceptors(times));
        builder.Services.ConfigureDbContext<PostgresCreamPieDbContext>(o => o.AddInterceptors(times));
        builder.AddJobServer();
        return builder.Build();
    }
}
