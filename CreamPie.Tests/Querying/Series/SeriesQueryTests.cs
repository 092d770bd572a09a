using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series;

public sealed class SeriesQueryTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_come_oldest_first_within_the_requested_dates(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, Days(0, 1, 2, 3, 4)));

        var all = await BarsAsync(database, new());
        var some = await BarsAsync(database, new(From: Captures.Monday.AddDays(1), To: Captures.Monday.AddDays(3)));

        Assert.Equal(Days(0, 1, 2, 3, 4), all.Bars!);
        Assert.Equal(Days(1, 2, 3), some.Bars!);
        Assert.Equal((SourceName.DropFolder, "1d", PriceAdjustment.Splits), (all.Source, all.Interval, all.Adjust));
        Assert.True(all.Version > 0);
        Assert.Null(all.Reason);
        Assert.Null(all.Cursor);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Days_missing_from_the_first_source_come_from_the_next(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, Days(0, 1, 2, 3), source: SourceName.DropFolder),
            Captures.Of(2, Today, [Captures.Bar(1, 77), Captures.Bar(3, 99)], source: SourceName.YahooPage));

        var all = await BarsAsync(database, new());
        var dropped = await BarsAsync(database, new(Source: SourceName.DropFolder));
        var none = await BarsAsync(database, new(Source: SourceName.AlphaVantage));

        Assert.Equal([100, 77, 102, 99], all.Bars!.Select(b => b.Close));
        Assert.Equal(SourceName.YahooPage, all.Source);
        Assert.Equal(Days(0, 1, 2, 3), dropped.Bars!);
        Assert.Empty(none.Bars!);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Split_after_the_capture_is_served_on_one_basis(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var exDate = Captures.Monday.AddDays(3);
        await database.Services.LoadAsync(
            Captures.Of(1, Captures.Monday.AddDays(2), [Captures.Bar(0, 100), Captures.Bar(1, 110)]),
            Captures.Of(2, Today, [Captures.Bar(2, 12), Captures.Bar(3, 13)], [CorporateAction.Split(exDate, 10, 1)]));

        var splits = await BarsAsync(database, new());
        var none = await BarsAsync(database, new(Adjust: PriceAdjustment.None));

        Assert.Equal([10, 11, 12, 13], splits.Bars!.Select(b => b.Close));
        Assert.Equal([100, 110, 120, 13], none.Bars!.Select(b => b.Close));
        Assert.Equal([10_000, 10_010, 1_002, 1_003], splits.Bars!.Select(b => b.Volume!.Value));
        Assert.Equal([1_000, 1_001, 100, 1_003], none.Bars!.Select(b => b.Volume!.Value));
        Assert.All(none.Bars!, b => Assert.Null(b.AdjClose));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_splits_withhold_as_traded_prices_with_reason_and_start_date(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Captures.Monday.AddDays(9), Days(0, 1, 2, 3), listsActions: false),
            Captures.Of(2, Today, Days(4, 5)));

        var all = await BarsAsync(database, new(Adjust: PriceAdjustment.None));
        var known = await BarsAsync(database, new(From: Captures.Monday.AddDays(4), Adjust: PriceAdjustment.None));

        Assert.Empty(all.Bars!);
        Assert.Equal("SplitsUnknown", all.Reason);
        Assert.Contains("4 Jan 2024", all.Message, StringComparison.Ordinal);
        Assert.Equal(2, known.Bars!.Count);
        Assert.Equal(3, (await BarsAsync(database, new(From: Captures.Monday.AddDays(3), Adjust: PriceAdjustment.None))).Bars!.Count);
        Assert.Equal(6, (await BarsAsync(database, new())).Bars!.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Adjusted_closes_are_derived_including_dividends_after_the_range(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        DailyBar[] bare = [.. Enumerable.Range(0, 5).Select(d => Captures.Bar(d, d == 3 ? 50 : 100) with { AdjClose = null })];
        await database.Services.LoadAsync(
            Captures.Of(1, Today, bare, [CorporateAction.Cash(Captures.Monday.AddDays(4), ActionKind.Dividend, 10)]));

        var first = await BarsAsync(database, new(To: Captures.Monday));
        var total = await BarsAsync(database, new(Adjust: PriceAdjustment.All));

        Assert.Equal(80, Assert.Single(first.Bars!).AdjClose);
        Assert.True(first.Derived);
        Assert.Equal([80, 80, 80, 40, 100], total.Bars!.Select(b => b.Close));
        Assert.Equal(80.8, total.Bars![0].High);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Total_return_is_refused_where_dividends_may_be_missing(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, [Captures.Bar(0, 100) with { AdjClose = null }], listsActions: false));

        var total = await BarsAsync(database, new(Adjust: PriceAdjustment.All));

        Assert.Empty(total.Bars!);
        Assert.Equal("DividendsUnknown", total.Reason);
        Assert.Null(Assert.Single((await BarsAsync(database, new())).Bars!).AdjClose);
    }

    [Fact]
    public async Task Longer_bars_are_complete_and_adjust_splits_within()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Captures.Of(
            1, Today, Days(0, 1, 2, 3, 4, 7, 8),
            [CorporateAction.Split(Captures.Monday.AddDays(3), 4, 1), CorporateAction.Split(Captures.Monday.AddDays(8), 2, 1)]));

        var weeks = await BarsAsync(database, new(To: Captures.Monday.AddDays(7), Interval: Interval.Weekly));
        var second = await BarsAsync(database, new(From: Captures.Monday.AddDays(1), Interval: Interval.Weekly));
        var traded = await BarsAsync(database, new(Interval: Interval.Weekly, Adjust: PriceAdjustment.None));

        Assert.Equal(
            [
                new(Captures.Monday, 99.5, 105, 99, 104, 104, 5_010),
                new(Captures.Monday.AddDays(7), 106.5, 108, 106, 107, 107, 1_007, Final: false),
            ],
            weeks.Bars!);
        Assert.Equal((PartialPeriods.Last, PartialPeriods.First), (weeks.Partial, second.Partial));
        Assert.Equal([Captures.Monday.AddDays(1), Captures.Monday.AddDays(7)], second.Bars!.Select(b => b.Date));
        Assert.Equal(
            [
                new(Captures.Monday, 199, 210, 198, 208, null, 2_505),
                new(Captures.Monday.AddDays(7), 106.5, 109, 106, 108, null, 2_015, Final: false),
            ],
            traded.Bars!);
    }

    [Fact]
    public async Task Auto_picks_the_finest_fitting_interval_or_the_longest()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today.AddYears(2));
        await database.Services.LoadAsync(Captures.Of(1, Today.AddYears(2), Days([.. Enumerable.Range(0, 700)])));

        Assert.Equal(("1d", 700), await AutoAsync(700));
        Assert.Equal(("1wk", 100), await AutoAsync(699));
        Assert.Equal(("1wk", 100), await AutoAsync(100));
        Assert.Equal(("1mo", 23), await AutoAsync(99));
        Assert.Equal(("3mo", 8), await AutoAsync(22));
        Assert.Equal(("1y", 2), await AutoAsync(7));
        Assert.Equal(("1y", 2), await AutoAsync(1));
        Assert.Equal(("1d", 10), await AutoAsync(20, from: Captures.Monday.AddDays(690)));

        async Task<(string, int)> AutoAsync(int max, DateOnly? from = null)
        {
            var series = await BarsAsync(database, new(From: from, Interval: null, Max: max));
            return (series.Interval, series.Bars!.Count);
        }
    }

    [Fact]
    public async Task Concatenated_pages_equal_the_whole_series()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, Days(0, 1, 2, 3, 4, 7)));

        var bars = new List<DailyBar>();
        var pages = 0;
        DateOnly? after = null;
        do
        {
            var page = await BarsAsync(database, new(Limit: 2, After: after));
            bars.AddRange(page.Bars!);
            pages++;
            Assert.True(Cursor.TryRead(page.Cursor, out after));
        }
        while (after is not null);

        Assert.Equal(3, pages);
        Assert.Equal(Days(0, 1, 2, 3, 4, 7), bars);
    }

    [Fact]
    public async Task Stock_without_bars_has_a_reason_and_unknown_is_null()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.AddAsync(
            Tracked("NEW"),
            new Stock { Symbol = "GONE", Status = StockStatus.NotFound, LastOutcome = Outcome.Dead, LastReason = Reason.SymbolUnknown });

        Assert.Equal("Pending", (await BarsAsync(database, new(), "NEW")).Reason);
        Assert.Equal("SymbolUnknown", (await BarsAsync(database, new(), "GONE")).Reason);
        Assert.Null(await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, new(), CancellationToken.None));
        Assert.Null(await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, new(), isKnown: _ => true, CancellationToken.None));
    }

    [Fact]
    public async Task Caller_without_the_analyst_role_is_denied()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        var series = database.Get<SeriesQuery>();

        await Assert.ThrowsAsync<AccessDeniedException>(() => series.BarsAsync(WithoutRole, Test, new(), CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(
            () => series.BarsAsync(WithoutRole, Test, new(), isKnown: _ => true, CancellationToken.None));
    }

    internal static DailyBar[] Days(params int[] days) => [.. days.Select(d => Captures.Bar(d, 100 + d))];

    private static async Task<BarSeries> BarsAsync(TestDatabase database, SeriesRequest request, string symbol = "TEST") =>
        (await database.Get<SeriesQuery>().BarsAsync(Analyst, Symbol.Parse(symbol), request, CancellationToken.None))!;
}
