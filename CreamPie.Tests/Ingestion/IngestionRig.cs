using System.Collections.Concurrent;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Ingestion;

/// <summary>All of ingestion over a real database, archive and HTTP server; jobs run only when the test runs them.</summary>
internal sealed class IngestionRig : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> _jobs = new();

    private IngestionRig(TestDatabase database, RawHttpServer source, RawHttpServer chart, ConcurrentQueue<int> jobs)
    {
        Database = database;
        Source = source;
        Chart = chart;
        _jobs = jobs;
    }

    public TestDatabase Database { get; }

    public RawHttpServer Source { get; }

    /// <summary>The host of YahooChart.</summary>
    public RawHttpServer Chart { get; }

    /// <param name="order">The source order of tracked stocks.</param>
    /// <param name="settings">Configuration by the root of <see cref="Source"/>, keys with colons; overrides the rig's own.</param>
    public static async Task<IngestionRig> StartAsync(
        DatabaseProvider provider, Action<IServiceCollection>? configure = null, string order = "YahooPage",
        Func<Uri, Dictionary<string, string?>>? settings = null)
    {
        await WaitOutSessionEndAsync();
        var (source, chart) = (new RawHttpServer(), new RawHttpServer());
        var jobs = new ConcurrentQueue<int>();
        var all = new Dictionary<string, string?>
        {
            ["Sources:YahooPage:BaseUrl"] = source.Root.ToString(),
            ["Sources:YahooChart:BaseUrl"] = chart.Root.ToString(),
            ["Sources:Order"] = order,
            ["Retrieval:AllowPrivateNetworks"] = "true",
            ["Retrieval:MinDelaySeconds"] = "0",
        };
        foreach (var (key, value) in settings?.Invoke(source.Root) ?? [])
            all[key] = value;
        var database = await TestDatabase.CreateAsync(
            provider,
            all,
            services =>
            {
                services.AddSingleton<IDispatcher>(new Dispatcher(jobs));
                configure?.Invoke(services);
            });
        await database.AddAsync(WorkerNode.Immortal());
        return new IngestionRig(database, source, chart, jobs);
    }

    public T Get<T>() where T : notnull => Database.Get<T>();

    public void Serve(string symbol, byte[] page, params string[] headers) => Source.On(
        $"/quote/{Uri.EscapeDataString(symbol)}/history/",
        RawHttpServer.Answer(200, page, ["Content-Type: text/html; charset=utf-8", .. headers]));

    public Task<Stock> TrackAsync(string symbol) => Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);

    /// <summary>Requests a manual pull without running it.</summary>
    public async Task<Document> RefreshAsync(string symbol, bool whole = false) =>
        Assert.IsType<RefreshResult.Queued>(
            await Get<ManualPulls>().RefreshAsync(Caller.System, Symbol.Parse(symbol), whole, CancellationToken.None)).Pull;

    /// <summary>Plans and runs one pull from one source; no other pull of the stock becomes due.</summary>
    public async Task<Document> PullAsync(SourceName source, string symbol, DateOnly? from = null)
    {
        await TrackAsync(symbol);
        var now = Get<TimeProvider>().Now();
        await using var db = Database.Open();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == symbol);
        stock.NextDue = now.AddYears(1);
        var document = NewDocument.Pull(stock, source, $"test:{Guid.NewGuid():N}", from, now);
        db.Documents.Add(document);
        await db.SaveChangesAsync();
        await RunAsync();
        return await DocumentAsync(document.Id);
    }

    /// <summary>Imports a file as the drop folder does and runs it to its end.</summary>
    public async Task<Document> DropAsync(string fileName, byte[] bytes)
    {
        var document = await Get<FileImport>().ImportAsync(Caller.System, fileName, bytes, CancellationToken.None);
        await RunAsync();
        return await DocumentAsync(document.Id);
    }

    /// <summary>Sweeps and runs jobs until nothing is due.</summary>
    public async Task<List<RunResult>> RunAsync()
    {
        var results = new List<RunResult>();
        for (var round = 0; round < 50; round++)
        {
            await Get<Sweeper>().SweepAsync(CancellationToken.None);
            if (_jobs.IsEmpty)
                return results;
            while (_jobs.TryDequeue(out var id))
                results.Add(await Get<Pipeline>().RunAsync(id, CancellationToken.None));
        }
        throw new InvalidOperationException("Ingestion does not come to rest.");
    }

    /// <summary>Makes every waiting document due now.</summary>
    public async Task DueAsync()
    {
        await using var db = Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttempt, d => d.PlannedAt));
    }

    public async Task<Document> DocumentAsync(int id)
    {
        await using var db = Database.Open();
        return await db.Documents.SingleAsync(d => d.Id == id);
    }

    public async Task<List<Document>> DocumentsAsync()
    {
        await using var db = Database.Open();
        return await db.Documents.OrderBy(d => d.Id).ToListAsync();
    }

    public async Task<Stock?> StockAsync(string symbol)
    {
        await using var db = Database.Open();
        return await db.Stocks.SingleOrDefaultAsync(s => s.Symbol == symbol);
    }

    public async Task<List<DailyBarRow>> BarsAsync(string symbol)
    {
        await using var db = Database.Open();
        return await db.DailyBars
            .Where(b => db.Stocks.Any(s => s.Id == b.StockId && s.Symbol == symbol))
            .OrderBy(b => b.Date)
            .ToListAsync();
    }

    /// <summary>What is served of a stock that has bars.</summary>
    public async Task<BarSeries> SeriesAsync(string symbol, SeriesRequest? request = null) =>
        (await Get<SeriesQuery>().BarsAsync(Caller.System, Symbol.Parse(symbol), request ?? new(), CancellationToken.None))!;

    public async Task<List<CorporateAction>> ActionsAsync(string symbol)
    {
        await using var db = Database.Open();
        var rows = await db.CorporateActions
            .Where(a => a.KnownTo == null && db.Stocks.Any(s => s.Id == a.StockId && s.Symbol == symbol))
            .OrderBy(a => a.ExDate)
            .ToListAsync();
        return [.. rows.Select(r => r.ToAction())];
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Source.Dispose();
        Chart.Dispose();
    }

    /// <summary>Waits out the end of a session, so that the newest final session does not change during a test.</summary>
    private static async Task WaitOutSessionEndAsync()
    {
        var now = TimeProvider.System.Now();
        if (TradingCalendar.For(null, null).NextFinal(now) - now is var left && left < TimeSpan.FromSeconds(30))
            await Task.Delay(left + TimeSpan.FromSeconds(1));
    }

    private sealed class Dispatcher(ConcurrentQueue<int> jobs) : IDispatcher
    {
        public int Room => int.MaxValue;

        public void Dispatch(Document document) => jobs.Enqueue(document.Id);
    }
}
