using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Stocks;

public sealed class CardQueryTests
{
    private static readonly DateOnly Today = new(2024, 6, 3);

    [Theory, OnSqlite, OnPostgres]
    public async Task Card_closes_are_the_last_of_the_served_series(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var split = CorporateAction.Split(Captures.Monday.AddDays(101), 10, 1);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, Days(0, 100), symbol: "LONG"),
            Captures.Of(2, Today, [Captures.Bar(0, 5), Captures.Bar(1, 6, final: false)], symbol: "SHORT"),
            // Two sources, each with days missing from the other.
            Captures.Of(3, Today, Days(0, 80), symbol: "MIXED", source: SourceName.DropFolder),
            Captures.Of(4, Today, [Captures.Bar(78, 7), Captures.Bar(90, 8)], symbol: "MIXED", source: SourceName.YahooPage),
            // A split after most of its bars were captured, and a later capture that repeats one day.
            Captures.Of(5, Captures.Monday.AddDays(100), Days(0, 100), symbol: "SPLIT"),
            Captures.Of(6, Today, [Captures.Bar(99, 19.9), Captures.Bar(101, 21)], [split], symbol: "SPLIT"),
            // A split older than the last closes.
            Captures.Of(7, Today, Days(0, 100), [CorporateAction.Split(Captures.Monday.AddDays(5), 2, 1)], symbol: "OLD"));
        await database.AddAsync(Tracked("EMPTY"));

        var cards = (await CardsAsync(database, new())).Items;

        Assert.Equal(["EMPTY", "LONG", "MIXED", "OLD", "SHORT", "SPLIT"], cards.Select(c => c.Symbol));
        foreach (var card in cards)
        {
            var served = await database.Get<SeriesQuery>().BarsAsync(Analyst, Symbol.Parse(card.Symbol), new(), CancellationToken.None);
            Assert.Equal(served!.Bars!.TakeLast(60).Select(b => new DailyClose(b.Date, b.Close, b.Final)), card.Closes);
        }
        Assert.Equal([0, 60, 60, 60, 2, 60], cards.Select(c => c.Closes.Count));
        Assert.Equal(1.1, cards[5].Change!.Value, 1e-9);
    }

    [Fact]
    public async Task Change_is_against_the_previous_session_or_unknown()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [Captures.Bar(0, 50), Captures.Bar(3, 40), Captures.Bar(4, 44)], symbol: "UP"),
            Captures.Of(2, Today, [Captures.Bar(0, 50)], symbol: "ONE"),
            // Oil on 2020-04-20, with a negative close.
            Captures.Of(3, Today, [Captures.Bar(0, -37.63), Captures.Bar(1, 10)], symbol: "CL=F"));
        await database.AddAsync(Tracked("NONE"));

        var cards = (await CardsAsync(database, new())).Items.ToDictionary(c => c.Symbol);

        Assert.Equal((4, 0.1), (cards["UP"].Change!.Value, Math.Round(cards["UP"].RelativeChange!.Value, 9)));
        Assert.Equal((Captures.Monday.AddDays(4), 44), (cards["UP"].Last!.Value.Date, cards["UP"].Last!.Value.Close));
        Assert.Equal((null, null), (cards["ONE"].Change, cards["ONE"].RelativeChange));
        Assert.Equal((null, null), (cards["NONE"].Last, cards["NONE"].Change));
        Assert.Equal((47.63, null), (Math.Round(cards["CL=F"].Change!.Value, 9), cards["CL=F"].RelativeChange));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stocks_sort_both_ways_with_unknown_values_last(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.AddAsync(Tracked("A", "zebra"), Tracked("B", "Ant"), Tracked("C"), Tracked("BA", "bee"));
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [Captures.Bar(0, 100), Captures.Bar(1, 110)], symbol: "A"),
            Captures.Of(2, Today, [Captures.Bar(0, 100), Captures.Bar(1, 90)], symbol: "B"),
            Captures.Of(3, Today, [Captures.Bar(0, 1), Captures.Bar(1, 1.5)], symbol: "BA"));

        Assert.Equal(["A", "B", "BA", "C"], await SymbolsAsync(new(Order: StockOrder.Symbol)));
        Assert.Equal(["C", "BA", "B", "A"], await SymbolsAsync(new(Order: StockOrder.Symbol, IsDescending: true)));
        Assert.Equal(["B", "BA", "A", "C"], await SymbolsAsync(new(Order: StockOrder.Name)));
        Assert.Equal(["A", "BA", "B", "C"], await SymbolsAsync(new(Order: StockOrder.Name, IsDescending: true)));
        Assert.Equal(["B", "A", "BA", "C"], await SymbolsAsync(new(Order: StockOrder.Change)));
        Assert.Equal(["BA", "A", "B", "C"], await SymbolsAsync(new(Order: StockOrder.Change, IsDescending: true)));
        Assert.Equal(["BA", "A", "B"], await SymbolsAsync(new("b", StockOrder.Change, IsDescending: true)));
        // Without an order, the best match is first.
        Assert.Equal(["B", "BA", "A"], await SymbolsAsync(new("b")));

        // BA has the lowest close, B the lowest trend, and A a later bar.
        await database.Services.LoadAsync(Captures.Of(5, Today, [Captures.Bar(2, 111)], symbol: "A"));
        Assert.Equal(["BA", "B", "A", "C"], await SymbolsAsync(new(Order: StockOrder.Last)));
        Assert.Equal(["A", "B", "BA", "C"], await SymbolsAsync(new(Order: StockOrder.Last, IsDescending: true)));
        Assert.Equal(["B", "A", "BA", "C"], await SymbolsAsync(new(Order: StockOrder.Trend)));
        Assert.Equal(["BA", "A", "B", "C"], await SymbolsAsync(new(Order: StockOrder.Trend, IsDescending: true)));
        Assert.Equal(["B", "BA", "A", "C"], await SymbolsAsync(new(Order: StockOrder.LastBar)));
        Assert.Equal(["A", "B", "BA", "C"], await SymbolsAsync(new(Order: StockOrder.LastBar, IsDescending: true)));

        await using (var db = database.Open())
        {
            await db.Stocks.Where(s => s.Symbol == "BA").ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Current));
            var (early, late) = (Today.ToDateTime(new(8, 0), DateTimeKind.Utc), Today.ToDateTime(new(9, 0), DateTimeKind.Utc));
            await db.Stocks.Where(s => s.Symbol == "B").ExecuteUpdateAsync(set => set.SetProperty(s => s.LastPullAt, late));
            await db.Stocks.Where(s => s.Symbol == "C").ExecuteUpdateAsync(set => set.SetProperty(s => s.LastPullAt, early));
        }
        Assert.Equal("BA", (await SymbolsAsync(new(Order: StockOrder.Status))).First());
        Assert.Equal("BA", (await SymbolsAsync(new(Order: StockOrder.Status, IsDescending: true))).Last());
        Assert.Equal(["C", "B", "A", "BA"], await SymbolsAsync(new(Order: StockOrder.LastPull)));
        Assert.Equal(["B", "C", "A", "BA"], await SymbolsAsync(new(Order: StockOrder.LastPull, IsDescending: true)));

        // A new load re-sorts the cached order.
        await database.Services.LoadAsync(Captures.Of(4, Today.AddDays(1), [Captures.Bar(2, 1.4)], symbol: "BA"));
        Assert.Equal(["B", "BA", "A", "C"], await SymbolsAsync(new(Order: StockOrder.Change)));

        async Task<IEnumerable<string>> SymbolsAsync(CardRequest request) =>
            (await CardsAsync(database, request)).Items.Select(c => c.Symbol);
    }

    [Theory]
    [InlineData(StockOrder.Symbol), InlineData(StockOrder.Change)]
    public async Task Pages_hold_fifty_stocks_and_overshooting_yields_the_last(StockOrder order)
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.AddAsync([.. Enumerable.Range(0, 101).Select(i => Tracked($"S{i:000}"))]);

        Assert.Equal(("S000", "S049"), await EndsAsync(0));
        Assert.Equal(("S000", "S049"), await EndsAsync(1));
        Assert.Equal(("S050", "S099"), await EndsAsync(2));
        Assert.Equal(("S100", "S100"), await EndsAsync(3));
        Assert.Equal(("S100", "S100"), await EndsAsync(int.MaxValue));

        async Task<(string, string)> EndsAsync(int page)
        {
            var cards = await CardsAsync(database, new(Order: order, Page: page));
            Assert.Equal(101, cards.Total);
            return (cards.Items[0].Symbol, cards.Items[^1].Symbol);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Closes_are_read_by_key_without_scan_or_sort(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();
        await using var command = RecentCloses.Newest(db, [1, 2], 60).CreateDbCommand();
        command.CommandText = provider == DatabaseProvider.Postgres
            ? "set enable_seqscan = off; set enable_bitmapscan = off; explain " + command.CommandText
            : "explain query plan " + command.CommandText;
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(reader.FieldCount - 1));

        var bars = plan
            .Where(step => step.Contains("daily_bar", StringComparison.Ordinal) || step.Contains(" b ", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(bars);
        Assert.All(bars, step => Assert.Matches("SEARCH .* USING PRIMARY KEY|Index Scan Backward using \"PK_daily_bar\"", step));
        Assert.DoesNotContain(
            plan, step => step.Contains("Sort", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sorting_by_change_reads_only_what_sorting_needs()
    {
        var commands = new List<string>();
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, configure: services => services.AddSingleton<ILoggerProvider>(new CommandLog(commands)));
        await database.AddAsync(Tracked("A"), Tracked("B"));
        commands.Clear();

        await CardsAsync(database, new(Order: StockOrder.Change));

        var whole = commands.Where(c => c.Contains("last_pull_at", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(whole);
        Assert.All(whole, c => Assert.Contains("WHERE", c, StringComparison.Ordinal));
        commands.Clear();
        await CardsAsync(database, new(Order: StockOrder.Change));
        Assert.Single(commands, c => c.Contains("last_pull_at", StringComparison.Ordinal));
    }

    private sealed class CommandLog(List<string> commands) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted")
                commands.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }

    [Fact]
    public async Task Cards_require_permission_to_see_prices()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => database.Get<CardQuery>().CardsAsync(WithoutRole, new(), CancellationToken.None));
    }

    private static DailyBar[] Days(int first, int count) => [.. Enumerable.Range(first, count).Select(d => Captures.Bar(d, 100 + d))];

    private static Task<ListPage<StockCard>> CardsAsync(TestDatabase database, CardRequest request) =>
        database.Get<CardQuery>().CardsAsync(Analyst, request, CancellationToken.None);
}
