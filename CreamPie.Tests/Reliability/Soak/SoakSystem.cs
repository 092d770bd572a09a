using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Reliability.Soak;

/// <summary>
/// The program with its shipped settings: one process on SQLite, a web node and a worker on PostgreSQL, over twenty companies of which one
/// gets another session every three seconds, from a source on loopback.
/// </summary>
internal sealed class SoakSystem : IAsyncDisposable
{
    private const int Companies = 20;
    private const int FirstSessions = 250;

    /// <summary>Enough for eighty minutes.</summary>
    private const int Sessions = 330;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    private readonly GeneratedSource _source;
    private readonly RawHttpServer _quotes;
    private readonly CancellationTokenSource _stop = new();
    private Task _feeding = Task.CompletedTask;

    private SoakSystem(TestDatabase database, GeneratedSource source, RawHttpServer quotes) =>
        (Database, _source, _quotes) = (database, source, quotes);

    public static IReadOnlyList<string> Symbols { get; } = [.. Enumerable.Range(0, Companies).Select(i => $"P{i}")];

    public TestDatabase Database { get; }

    /// <summary>Processes by role, the one that serves pages first.</summary>
    public List<(string Role, AppProcess Process)> Nodes { get; } = [];

    /// <summary>Sessions that companies got after the first pull.</summary>
    public int Pulls { get; private set; }

    /// <param name="provider">Its database.</param>
    /// <param name="published">Folder of a published program; null for the program as built.</param>
    public static async Task<SoakSystem> StartAsync(DatabaseProvider provider, string? published)
    {
        var source = new GeneratedSource(new GeneratedMarket(Sessions), Symbols);
        var quotes = new RawHttpServer();
        var system = new SoakSystem(await TestDatabase.CreateAsync(provider), source, quotes);
        foreach (var symbol in Symbols)
        {
            source.Show(symbol, FirstSessions);
            quotes.On(SourceResponses.ChartPath(symbol), (stream, cancel) => QuoteAsync(symbol, stream, cancel));
            await system.Database.Get<Tracker>().TrackAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        }
        var program = published ?? await ReadyProgram.FolderAsync();
        string[] roles = provider == DatabaseProvider.Sqlite ? ["All"] : ["Web", "Worker"];
        foreach (var role in roles)
        {
            var node = AppProcess.Start(system.Settings(provider, role, isPublished: published is not null), program);
            system.Nodes.Add((role, node));
            if (await node.Address is null)
                throw new InvalidOperationException(node.Output);
        }
        system._feeding = system.FeedAsync();
        return system;
    }

    /// <summary>Lines at Error or Fatal in the log files.</summary>
    public IReadOnlyList<(string File, string Line)> LogFaults() => [.. Logs()
        .SelectMany(file => File.ReadLines(file).Select(line => (File: file, Line: line)))
        .Where(l => l.Line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal)
            || l.Line.Contains("\"@l\":\"Fatal\"", StringComparison.Ordinal))];

    public IEnumerable<string> Logs() => Files("logs");

    public IEnumerable<string> Files(string folder) => Path.Combine(Database.Folder, folder) is var path && Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
        : [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding;
        foreach (var (_, process) in Nodes)
            await process.DisposeAsync();
        await Database.DisposeAsync();
        _source.Dispose();
        _quotes.Dispose();
        _stop.Dispose();
    }

    private Dictionary<string, string> Settings(DatabaseProvider provider, string role, bool isPublished) => new()
    {
        // The program as built serves the scripts of its packages in Development only.
        ["ASPNETCORE_ENVIRONMENT"] = isPublished ? "Production" : "Development",
        ["Storage__Path"] = Database.Folder,
        ["Database__Provider"] = provider.ToString(),
        ["ConnectionStrings__CreamPie"] = Database.ConnectionString ?? "",
        ["Node__Role"] = role,
        ["Sources__Order"] = "YahooPage,YahooChart",
        ["Sources__YahooPage__BaseUrl"] = _source.NextSite(),
        ["Sources__YahooChart__BaseUrl"] = _quotes.Root.ToString(),
        ["Retrieval__AllowPrivateNetworks"] = "true",
        ["Telemetry__Prometheus"] = "true",
    };

    private async Task FeedAsync()
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var symbol = Symbols[Pulls % Companies];
                _source.Show(symbol, FirstSessions + 1 + Pulls / Companies);
                await using var db = Database.Open();
                var now = await Database.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
                await db.Stocks.Where(s => s.Symbol == symbol).ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now));
                Pulls++;
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static async Task QuoteAsync(string symbol, Stream stream, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var body = SourceResponses.ChartJson(symbol, SourceResponses.Sessions(now, 1), now);
        await stream.WriteAsync(
            RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(body), "Content-Type: application/json"), cancellationToken);
    }
}
