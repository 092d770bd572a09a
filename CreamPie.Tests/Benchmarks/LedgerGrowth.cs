using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- ledger 5000</c>: what one daily document costs behind a stock that has so many
/// already, against one that has ten, and against a load that finds no summary of the ledger and computes it from the whole.
/// </summary>
internal static class LedgerGrowth
{
    private const int Shown = 6;
    private const int Few = 10;
    private const int Rounds = 90;

    public static async Task MeasureAsync(int documents)
    {
        foreach (var provider in (DatabaseProvider[])[DatabaseProvider.Sqlite, DatabaseProvider.Postgres])
            await MeasureAsync(provider, documents);
    }

    private static async Task MeasureAsync(DatabaseProvider provider, int documents)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (loader, last, id) = (new Loader(database.Contexts), documents + Shown, 0);
        foreach (var (symbol, count) in (IEnumerable<(string, int)>)[("MANY", documents), ("FEW", Few)])
        {
            await LoadAsync(symbol, last, last + 1);
            for (var day = Shown; day < Shown + count; day++)
                await LoadAsync(symbol, day, Shown);
        }
        var (many, few, whole) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            last++;
            many.Add(await LoadAsync("MANY", last, Shown));
            few.Add(await LoadAsync("FEW", last, Shown));
            last++;
            await using (var db = database.Open())
                await db.LedgerSummaries.ExecuteDeleteAsync();
            whole.Add(await LoadAsync("MANY", last, Shown));
            await LoadAsync("FEW", last, Shown);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{provider}: {documents} documents {Median(many):0.0} ms, {Few} documents {Median(few):0.0} ms "
            + $"({Median(many) / Median(few):0.00} times), without a summary {Median(whole):0.0} ms "
            + $"({Median(whole) / Median(few):0.00} times)"));

        async Task<double> LoadAsync(string symbol, int day, int days)
        {
            var bars = Enumerable.Range(day - days + 1, days).Select(d => Captures.Bar(d, 100 + d % 37 * 0.25)).ToList();
            var request = Captures.Of(++id, Captures.Monday.AddDays(day), bars, source: SourceName.YahooChart, symbol: symbol);
            var watch = Stopwatch.StartNew();
            await loader.LoadAsync(request, (_, _, _, _) => Task.FromResult(true), CancellationToken.None);
            return watch.Elapsed.TotalMilliseconds;
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
