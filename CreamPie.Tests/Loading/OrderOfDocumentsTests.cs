using CreamPie.Core.Accounts;
using CreamPie.Core.Loading;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading;

/// <summary>The final state of a series depends on the set of its documents, not on their order.</summary>
public class OrderOfDocumentsTests
{
    [Theory]
    [OnSqlite(1), OnSqlite(2), OnSqlite(3), OnSqlite(4)]
    [OnPostgres(1), OnPostgres(2), OnPostgres(3), OnPostgres(4)]
    public async Task Every_order_of_overlapping_captures_serves_the_same_series(DatabaseProvider provider, int seed)
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
                    // A quarantined rewrite would not be part of the set.
                    AcceptedBy = "test",
                });
            var state = await StateAsync(database, symbol);
            expected ??= state;
            Assert.True(expected == state, $"seed {seed}, order {string.Join(',', orders[i])}:\n{expected}\nbut\n{state}");
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Restated_amount_uses_the_basis_of_its_document(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (exDate, split) = (Monday.AddDays(1), CorporateAction.Split(Monday.AddDays(14), 4, 1));
        await BothOrdersAsync(
            database,
            Of(
                1, Monday.AddDays(10), [Bar(0, 100), Bar(1, 100)],
                [CorporateAction.Cash(exDate, ActionKind.Dividend, 0.40, exact: false)], precise: false),
            Of(2, Monday.AddDays(20), [Bar(0, 25), Bar(1, 25)], [CorporateAction.Cash(exDate, ActionKind.Dividend, 0.1009), split]),
            async symbol =>
            {
                var actions = await database.Get<ActionQuery>().ActionsAsync(Caller.System, symbol, CancellationToken.None);
                Assert.Equal(0.1009, actions!.Items.Single(i => i.Kind == ActionKind.Dividend).Amount);
                await using var db = database.Open();
                Assert.Equal(0, await db.CorporateActions.CountAsync(a => a.KnownTo != null));
            });
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Later_of_equal_captures_determines_the_included_splits(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        DailyBar[] bars = [Bar(0, 100), Bar(1, 100)];
        await BothOrdersAsync(
            database,
            Of(1, Monday.AddDays(10), bars),
            Of(2, Monday.AddDays(20), bars, listsActions: false),
            async symbol =>
            {
                var series = await database.Get<SeriesQuery>().BarsAsync(
                    Caller.System, symbol, new SeriesRequest(Adjust: PriceAdjustment.None), CancellationToken.None);
                Assert.Equal("SplitsUnknown", series!.Reason);
            });
    }

    private static async Task BothOrdersAsync(TestDatabase database, LoadRequest first, LoadRequest second, Func<Symbol, Task> check)
    {
        foreach (var (symbol, number, order) in new[] { ("X1", 100, new[] { first, second }), ("X2", 200, [second, first]) })
        {
            foreach (var request in order)
                await LoaderTests.LoadAsync(
                    database, request with { Symbol = Symbol.Parse(symbol), DocumentId = number + request.DocumentId });
            await check(Symbol.Parse(symbol));
        }
    }

    /// <summary>Four captures of one market: corrections, holes, a provisional last day, a rounded table, a split in between,
    /// two made at one instant, dividends exact and rounded, actions listed or not, and a different listing in each.</summary>
    private static LoadRequest[] RandomCaptures(Random random)
    {
        const int SplitDay = 14;
        var split = CorporateAction.Split(Monday.AddDays(SplitDay), 2, 1);
        var captureDays = new[] { 8, 18, 18, 25 };
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
            var cash = Math.Round(0.1 + random.Next(3) * 0.004, precise ? 4 : 2) / (capturedOn >= SplitDay ? 2 : 1);
            var dividend = CorporateAction.Cash(Monday.AddDays(3), ActionKind.Dividend, cash, precise);
            var listsSplit = capturedOn >= SplitDay && (i == 3 || random.Next(2) > 0);
            var request = Of(
                i + 1, Monday.AddDays(capturedOn), bars, listsSplit ? [split, dividend] : [dividend], precise,
                listsActions: random.Next(3) > 0);
            return request with
            {
                Document = request.Document with
                {
                    Listing = new Listing(
                        Name: random.Next(2) > 0 ? $"Name {i}" : null, Exchange: random.Next(2) > 0 ? $"X{i}" : null,
                        Currency: random.Next(2) > 0 ? $"C{i}" : null, TimeZone: random.Next(2) > 0 ? "UTC" : "Asia/Tokyo"),
                },
            };
        })];
    }

    /// <summary>Everything that is served, with the document behind it (ids start at 100 times the order's number).</summary>
    private static async Task<string> StateAsync(TestDatabase database, string symbol)
    {
        await using var db = database.Open();
        var stock = await db.Stocks.SingleAsync(s => s.Symbol == symbol);
        var lines = new List<string> { $"{stock.Name} {stock.Exchange} {stock.Currency} {stock.TimeZone} {stock.FirstSession}" };
        foreach (var adjust in Enum.GetValues<PriceAdjustment>())
        {
            var series = await database.Get<SeriesQuery>().BarsAsync(
                Caller.System, Symbol.Parse(symbol), new SeriesRequest(Adjust: adjust), CancellationToken.None);
            lines.Add($"{adjust} {series!.Reason} {series.Message?.Replace(symbol, "", StringComparison.Ordinal)}");
            lines.AddRange(series.Bars!.Select(b => b.ToString()));
        }
        var actions = await database.Get<ActionQuery>().ActionsAsync(Caller.System, Symbol.Parse(symbol), CancellationToken.None);
        lines.AddRange(actions!.Items.Select(a => a.ToString()));
        var current = await db.CorporateActions.Where(a => a.StockId == stock.Id && a.KnownTo == null).OrderBy(a => a.ExDate).ToListAsync();
        lines.AddRange(current.Select(a => $"{a.ExDate} {a.Exact} {a.DocumentId % 100}"));
        var winners = new DayWinners(await db.LoadLedger.Where(e => e.StockId == stock.Id).ToListAsync());
        var days = await db.DailyBars.Where(b => b.StockId == stock.Id).OrderBy(b => b.Date).Select(b => b.Date).ToListAsync();
        lines.AddRange(days.Select(day => $"{day} {winners.Of(day)!.DocumentId % 100} {winners.Of(day)!.BasisDate}"));
        return string.Join('\n', lines);
    }

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(at => (int[])[.. p[..at], n - 1, .. p[at..]]));
}
