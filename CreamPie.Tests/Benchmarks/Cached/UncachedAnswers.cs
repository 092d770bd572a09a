using System.Diagnostics;
using System.Globalization;
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

namespace CreamPie.Tests.Benchmarks.Cached;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- uncached 300</c>: one series over a real socket, read from the database each time,
/// compared with the plainest endpoint over the same table: EF rows in the same shape, no caller, no adjustment. One client asks so many
/// times, one and the other in turn. It must not matter how many documents stand behind the stock: once one does, once 5,000 daily pulls.
/// </summary>
internal static class UncachedAnswers
{
    private const string Stock = "LONG";
    private const int WarmUp = 200;
    private const int Pulls = 5_000;

    private static readonly int[] Lengths = [2_520, 10_500];

    public static async Task MeasureAsync(int reads)
    {
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            foreach (var length in Lengths)
                await MeasureAsync(provider, length, reads);
        }
    }

    private static async Task MeasureAsync(DatabaseProvider provider, int length, int reads)
    {
        await using var app = await TestApplication.StartAsync(
            provider,
            realSockets: true,
            settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "1000000", ["Cache:Megabytes"] = "0" });
        await app.Services.LoadAsync(LongHistories.Of(1, Stock, length));
        var contexts = app.Services.GetRequiredService<IDbContextFactory<CreamPieDbContext>>();
        using var client = await app.AnalystAsync();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "identity");
        await using var plain = await StartPlainAsync(contexts);
        await CompareAsync($"{provider} {length} bars, 1 document", client, plain.Urls.Single(), reads);
        await AddPullsAsync(contexts, length);
        await app.Services.LoadAsync(LongHistories.Of(1, Stock, length) with { DocumentId = 2, Sha256 = $"{2:x64}" });
        await CompareAsync($"{provider} {length} bars, {Pulls} documents", client, plain.Urls.Single(), reads);
    }

    private static async Task CompareAsync(string what, HttpClient client, string plain, int reads)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var i = -WarmUp; i < reads; i++)
        {
            var own = await ReadAsync(client, $"/api/stock-data/{Stock}/bars");
            var other = await ReadAsync(client, $"{plain}/{Stock}");
            if (i < 0)
                continue;
            ours.Add(own);
            theirs.Add(other);
        }
        ours.Sort();
        theirs.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: median {ours[reads / 2]:0.00} ms, plain endpoint {theirs[reads / 2]:0.00} ms, "
            + $"throughput {theirs[reads / 2] / ours[reads / 2]:0.00} of it; mean {ours.Average():0.00} ms and {theirs.Average():0.00} ms, "
            + $"{theirs.Average() / ours.Average():0.00}"));
    }

    private static async Task<double> ReadAsync(HttpClient client, string path)
    {
        var start = Stopwatch.GetTimestamp();
        await using var body = await client.GetStreamAsync(path);
        await body.CopyToAsync(Stream.Null);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
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

    private static async Task AddPullsAsync(IDbContextFactory<CreamPieDbContext> contexts, int bars)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var entry = await db.LoadLedger.AsNoTracking().SingleAsync();
        for (var i = 0; i < Pulls - 2; i++)
        {
            var last = entry.LastDay.AddDays(-i % bars);
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
                Precise = true,
                CapturedAt = entry.CapturedAt.AddDays(40).AddMinutes(-i),
                Sha256 = $"{i:x64}",
            });
        }
        await db.SaveChangesAsync();
    }
}
