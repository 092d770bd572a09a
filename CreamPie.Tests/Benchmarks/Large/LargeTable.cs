using System.Diagnostics;
using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Series.Reading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Benchmarks.Large;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- large 10000 [2000]</c>: so many stocks of 10,000 bars each in one PostgreSQL
/// database, a hundred of them in another: the uncached read of the API, of random stocks, in turns from one and the other.
/// 10,000 stocks are 100 million rows and need 20 GB below /tmp.
/// </summary>
internal static class LargeTable
{
    private const int FewStocks = 100;

    private static readonly (string What, int Days)[] Reads = [("2,520 bars", 2_520), ("10,000 bars", ManyStocks.Bars)];

    public static async Task MeasureAsync(string[] args)
    {
        var stocks = int.Parse(args[0], CultureInfo.InvariantCulture);
        var reads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2_000;
        await using var few = await ManyStocks.FilledAsync(FewStocks, Console.WriteLine);
        await using var many = await ManyStocks.FilledAsync(stocks, Console.WriteLine);
        foreach (var (what, days) in Reads)
        {
            var request = days == ManyStocks.Bars ? new SeriesRequest() : new SeriesRequest(From: await FirstAsync(few, days));
            var random = new Random(1);
            var (small, large) = (new List<double>(), new List<double>());
            // The first ones build the queries and open the connections.
            for (var i = -50; i < reads; i++)
            {
                var ofSmall = await ReadAsync(few, random.Next(1, FewStocks + 1), request, days);
                var ofLarge = await ReadAsync(many, random.Next(1, stocks + 1), request, days);
                if (i < 0)
                    continue;
                small.Add(ofSmall);
                large.Add(ofLarge);
            }
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}, {reads} reads each: {FewStocks} stocks p50 {At(small, 0.5):0.00} ms, p99 {At(small, 0.99):0.00} ms; "
                + $"{stocks} stocks p50 {At(large, 0.5):0.00} ms, p99 {At(large, 0.99):0.00} ms; "
                + $"ratio p50 {At(large, 0.5) / At(small, 0.5):0.00}, "
                + $"p99 {At(large, 0.99) / At(small, 0.99):0.00}"));
        }
    }

    private static async Task<DateOnly> FirstAsync(TestDatabase database, int days)
    {
        await using var db = database.Open();
        var stock = await db.Stocks.Where(s => s.Symbol == ManyStocks.SymbolOf(1)).Select(s => s.Id).SingleAsync();
        return await db.DailyBars.Where(b => b.StockId == stock).OrderByDescending(b => b.Date)
            .Skip(days - 1).Select(b => b.Date).FirstAsync();
    }

    private static async Task<double> ReadAsync(TestDatabase database, int stock, SeriesRequest request, int days)
    {
        var symbol = Symbol.Parse(ManyStocks.SymbolOf(stock));
        var start = Stopwatch.GetTimestamp();
        await using var db = database.Open();
        var read = await new StockReader(db, request).ReadAsync(symbol, CancellationToken.None);
        var taken = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Assert.Equal(days, read!.Bars.Count);
        return taken;
    }

    private static double At(List<double> taken, double part)
    {
        taken.Sort();
        return taken[(int)(taken.Count * part)];
    }
}
