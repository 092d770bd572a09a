using CreamPie.Core.Database;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading;

/// <summary>The end state of a series is a function of the set of its documents, in whatever order they come.</summary>
public class OrderOfDocumentsTests
{
    [Theory]
    [OnSqlite(1), OnSqlite(2), OnSqlite(3), OnSqlite(4)]
    [OnPostgres(1), OnPostgres(2), OnPostgres(3), OnPostgres(4)]
    public async Task Every_order_of_overlapping_captures_gives_the_same_bars(DatabaseProvider provider, int seed)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var documents = RandomCaptures(new Random(seed));
        var orders = Permutations(documents.Length).ToList();
        string? expected = null;
        for (var i = 0; i < orders.Count; i++)
        {
            var symbol = $"S{i}";
            foreach (var d in orders[i])
                await LoaderTests.LoadAsync(database, documents[d] with
                {
                    Symbol = Symbol.Parse(symbol),
                    DocumentId = documents[d].DocumentId + 100 * i,
                });
            var state = await StateAsync(database, symbol);
            expected ??= state;
            Assert.True(expected == state, $"seed {seed}, order {string.Join(',', orders[i])}:\n{expected}\nbut\n{state}");
        }
    }

    /// <summary>Four captures of one market: corrections, holes, a provisional last day, a rounded table, a split in between.</summary>
    private static LoadRequest[] RandomCaptures(Random random)
    {
        const int SplitDay = 14;
        var split = CorporateAction.Split(Monday.AddDays(SplitDay), 2, 1);
        var captureDays = new[] { 8, 12, 18, 25 };
        return [.. captureDays.Select((capturedOn, i) =>
        {
            var first = random.Next(0, 5);
            var last = Math.Min(capturedOn, first + random.Next(4, 20));
            var precise = random.Next(4) > 0;
            var bars = Enumerable.Range(first, last - first + 1)
                .Where(_ => random.Next(6) > 0)
                .Select(day =>
                {
                    var close = 100.0 + day + (random.Next(5) == 0 ? i + 1 : 0);
                    var scale = day < SplitDay && capturedOn >= SplitDay ? 2 : 1;
                    return Bar(day, (precise ? close : Math.Round(close)) / scale, final: day < capturedOn) with { Volume = 1_000 * scale };
                })
                .ToList();
            if (bars.Count == 0)
                bars.Add(Bar(first, 100));
            return Of(i + 1, Monday.AddDays(capturedOn), bars, capturedOn >= SplitDay ? [split] : [], precise);
        })];
    }

    private static async Task<string> StateAsync(TestDatabase database, string symbol)
    {
        await using var db = database.Open();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == symbol);
        var actions = await db.CorporateActions.Where(a => a.StockId == stock.Id && a.KnownTo == null).OrderBy(a => a.ExDate).ToListAsync();
        var splits = new SplitFactors(actions.Select(a => a.ToAction()));
        var bars = await db.DailyBars.Where(b => b.StockId == stock.Id).OrderBy(b => b.Date).ToListAsync();
        return string.Join('\n', bars.Select(b => FormattableString.Invariant(
            $"{b.Date:yyyy-MM-dd} {b.Open / F(b)} {b.High / F(b)} {b.Low / F(b)} {b.Close / F(b)} {b.AdjClose / F(b)} {b.Volume * F(b)} {b.Final}")));

        double F(DailyBarRow bar) => splits.Pending(bar.Date, bar.BasisDate);
    }

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
}
