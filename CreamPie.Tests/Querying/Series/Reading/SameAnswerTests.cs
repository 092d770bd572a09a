using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Reliability.Histories;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series.Reading;

/// <summary>
/// The fast read gives what the plain one gives: generated histories of contradicting captures from two sources, random requests.
/// </summary>
public sealed class SameAnswerTests
{
    private const int Histories = 12;
    private const int Requests = 40;
    private static readonly DateOnly Today = new(2024, 6, 3);

    [Theory, OnSqlite(1), OnPostgres(1)]
    public async Task Random_requests_answer_as_the_plain_read_does(DatabaseProvider provider, int seed)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await new StoredHistories(database).RunAsync(Histories, seed * 1_000);
        await using var db = database.Open();
        var stocks = await db.Stocks.AsNoTracking().OrderBy(s => s.Id).ToListAsync();
        Assert.Equal(3 * Histories, stocks.Count);
        var random = new Random(seed);
        var (rows, refused) = (0, 0);
        for (var i = 0; i < Requests; i++)
        {
            var request = Any(random);
            List<Stock> some = [.. stocks.OrderBy(_ => random.Next()).Take(random.Next(1, 7))];
            var symbols = some.ConvertAll(s => Symbol.Parse(s.Symbol));
            var bulk = await database.Get<BulkQuery>().SeriesAsync(Analyst, symbols, request, CancellationToken.None).ToListAsync();
            Assert.Equal(some.Select(s => (s.Symbol, s.Version)), bulk.Select(s => (s.Symbol, s.Version)));
            foreach (var (stock, series) in some.Zip(bulk))
            {
                var expected = (await PlainSeries.OfAsync(db, stock)).Rows(request, Today);
                var alone = (await database.Get<SeriesQuery>().BarsAsync(
                    Analyst, stock.MarketSymbol, request, CancellationToken.None))!;
                foreach (var answer in new[] { alone, series })
                {
                    Assert.True(expected is not null || answer.Reason is not null, $"{stock.Symbol} {request}: not refused");
                    Assert.Equal(expected ?? [], answer.Rows!.ToList());
                }
                rows += expected?.Count ?? 0;
                refused += expected is null ? 1 : 0;
            }
        }
        Assert.True(rows > 1_000 && refused > 0, $"{rows} rows and {refused} refusals are too few to show anything.");
    }

    private static SeriesRequest Any(Random random)
    {
        DateOnly? from = random.Next(3) == 0 ? null : GeneratedHistory.Day(random.Next(-5, 90));
        DateOnly? to = random.Next(3) == 0 ? null : (from ?? GeneratedHistory.Day(0)).AddDays(random.Next(0, 120));
        return new(
            from, to, (Interval)random.Next(5), Adjust: (PriceAdjustment)random.Next(3),
            Source: random.Next(4) > 0 ? null : random.Next(2) == 0 ? SourceName.YahooPage : SourceName.YahooChart);
    }
}
