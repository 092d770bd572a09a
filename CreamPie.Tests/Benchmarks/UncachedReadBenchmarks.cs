using BenchmarkDotNet.Attributes;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// One series over a real socket, read from the database each time, compared with the plainest endpoint over the same table: EF rows in
/// the same shape, no caller, no adjustment. Requests a second are the inverse of the ratio. It must not matter how many documents stand
/// behind the stock: in one column one does, in the other 5,000 daily pulls.
/// </summary>
public class UncachedReadBenchmarks
{
    private TestApplication _application = null!;
    private WebApplication _plain = null!;
    private HttpClient _client = null!;

    [Params(DatabaseProvider.Sqlite, DatabaseProvider.Postgres)]
    public DatabaseProvider Database { get; set; }

    [Params(2_520, 10_500)]
    public int Bars { get; set; }

    [Params(1, 5_000)]
    public int Documents { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _application = await TestApplication.StartAsync(
            Database, realSockets: true, settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "10000000" });
        var services = _application.Services;
        await services.LoadAsync(LongHistories.Of(1, "LONG", Bars));
        if (Documents > 1)
        {
            await AddPullsAsync(services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>());
            await services.LoadAsync(LongHistories.Of(2, "LONG", Bars));
        }
        _client = await _application.AnalystAsync();
        _plain = await StartPlainAsync(services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>());
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _plain.DisposeAsync();
        await _application.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<long> PlainEndpointAsync() => ReadAsync($"{_plain.Urls.Single()}/LONG");

    [Benchmark]
    public Task<long> SeriesAsync() => ReadAsync("/api/stock-data/LONG/bars");

    private async Task<long> ReadAsync(string path)
    {
        await using var body = await _client.GetStreamAsync(path);
        var (buffer, bytes) = (new byte[1 << 16], 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            bytes += read;
        return bytes;
    }

    private static async Task<WebApplication> StartPlainAsync(IDbContextFactory<CreamPieDbContext> contexts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var plain = builder.Build();
        plain.MapGet("/{symbol}", async (string symbol, CancellationToken cancellationToken) =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var bars = await db.DailyBars.AsNoTracking()
                .Where(b => db.Stocks.Any(s => s.Symbol == symbol && s.Id == b.StockId))
                .OrderBy(b => b.Date)
                .Select(b => new BarRow(b.Date, b.Open, b.High, b.Low, b.Close, b.AdjClose, b.Volume, b.Final, 0, 1))
                .ToListAsync(cancellationToken);
            return TypedResults.Ok(new { Symbol = symbol, Bars = bars });
        });
        await plain.StartAsync();
        return plain;
    }

    private async Task AddPullsAsync(IDbContextFactory<CreamPieDbContext> contexts)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var entry = await db.LoadLedger.AsNoTracking().SingleAsync();
        for (var i = 0; i < Documents - 2; i++)
        {
            var last = entry.LastDay.AddDays(-i % Bars);
            db.LoadLedger.Add(new LoadLedgerEntry
            {
                DocumentId = 1_000 + i,
                ParserVersion = 1,
                StockId = entry.StockId,
                Source = entry.Source,
                FirstDay = last.AddDays(-7),
                LastDay = last,
                FinalThrough = last,
                BasisDate = last,
                CashBasisDate = last,
                ListsActions = true,
                Precise = true,
                CapturedAt = entry.CapturedAt.AddDays(40).AddMinutes(-i),
                Sha256 = $"{i:x64}",
            });
        }
        await db.SaveChangesAsync();
    }
}
