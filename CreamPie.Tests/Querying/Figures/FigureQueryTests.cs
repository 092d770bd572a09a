using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Figures;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Figures;

public sealed class FigureQueryTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly Symbol Index = Symbol.Parse("^GSPC");
    private static readonly DateOnly Today = new(2024, 6, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Figures_are_those_of_the_total_return_series(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);

        var figures = await FiguresAsync(database, new(Benchmark: Index, RiskFree: 0.02));

        var bars = (await database.Get<SeriesQuery>()
            .BarsAsync(Analyst, Test, new(Adjust: PriceAdjustment.All), CancellationToken.None))!.Bars!;
        var index = (await database.Get<SeriesQuery>()
            .BarsAsync(Analyst, Index, new(Adjust: PriceAdjustment.All), CancellationToken.None))!.Bars!;
        Assert.Equal(PeriodReturns.Of(bars), figures.Returns);
        Assert.Equal(Volatility.Sharpe(bars, 0.02), figures.SharpeRatio);
        Assert.Equal(Drawdown.Maximum(bars), figures.MaximumDrawdown);
        Assert.Equal(Correlation.Beta(bars, index), figures.Benchmark!.Beta);
        Assert.Equal(50, figures.Benchmark.Beta.Days);
        Assert.Equal(("^GSPC", PriceAdjustment.All, 0.02), (figures.Benchmark.Symbol, figures.Adjust, figures.RiskFree));
        Assert.Equal(CalendarReturns.ByMonth(bars), figures.Months);
    }

    [Theory, OnSqlite]
    public async Task Figures_are_computed_once_for_each_state_of_the_stock(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);

        var first = await FiguresAsync(database, new(Benchmark: Index));
        var again = await FiguresAsync(database, new(Benchmark: Index));
        var alone = await FiguresAsync(database, new());
        var price = await FiguresAsync(database, new(Adjust: PriceAdjustment.Splits));
        await database.Services.LoadAsync(Captures.Of(3, Today.AddDays(1), [Captures.Bar(120, 5)], symbol: "^GSPC"));
        var otherIndex = await FiguresAsync(database, new(Benchmark: Index));
        await database.Services.LoadAsync(Captures.Of(4, Today.AddDays(1), [Captures.Bar(120, 300)]));
        var changed = await FiguresAsync(database, new());

        Assert.Same(first, again);
        Assert.Same(first.Months, alone.Months);
        Assert.Null(alone.Benchmark);
        Assert.NotSame(alone.Months, price.Months);
        Assert.Same(first.Months, otherIndex.Months);
        Assert.NotSame(first.Benchmark, otherIndex.Benchmark);
        Assert.NotEqual(alone.Returns, changed.Returns);
    }

    [Fact]
    public void Only_the_answers_asked_for_last_are_kept()
    {
        var known = new KnownAnswers<string>(2);
        Assert.Equal("a", known.Keep("first", "a"));
        known.Keep("second", "b");
        Assert.True(known.TryGet("first", out _));
        known.Keep("third", "c");

        Assert.False(known.TryGet("second", out _));
        Assert.True(known.TryGet("first", out var answer) && answer == "a");
        known.Keep("third", "d");
        Assert.True(known.TryGet("first", out _) && known.TryGet("third", out answer) && answer == "d");
    }

    [Theory, OnSqlite]
    public async Task Price_return_leaves_the_dividends_out(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(
            1, Today, [.. Enumerable.Range(0, 30).Select(d => Captures.Bar(d, 100, d < 10 ? 98 : 100))],
            [CorporateAction.Cash(Captures.Monday.AddDays(10), ActionKind.Dividend, 2)]));

        var total = await FiguresAsync(database, new());
        var price = await FiguresAsync(database, new(Adjust: PriceAdjustment.Splits));

        Assert.Equal(2 / 98.0, total.Returns[^1].Value!.Value, 1e-12);
        Assert.Equal(0, price.Returns[^1].Value);
    }

    [Theory, OnSqlite]
    public async Task Yield_is_known_only_where_the_dividends_are(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        DailyBar[] year = [.. Enumerable.Range(0, 370).Select(d => Captures.Bar(d - 340, 100))];
        CorporateAction[] cash =
        [
            CorporateAction.Cash(Captures.Monday.AddDays(-100), ActionKind.Dividend, 2),
            CorporateAction.Cash(Captures.Monday.AddDays(-50), ActionKind.CapitalGain, 7),
            CorporateAction.Cash(Captures.Monday.AddDays(-10), ActionKind.Dividend, 1),
            CorporateAction.Cash(Captures.Monday.AddDays(29), ActionKind.Dividend, 3, currency: "XYZ"),
        ];
        await database.Services.LoadAsync(
            Captures.Of(1, Today, year, cash[..3]),
            Captures.Of(2, Today, year, symbol: "QUIET", listsActions: false),
            Captures.Of(3, Today, year, cash, symbol: "^GSPC"));

        var paid = (await FiguresAsync(database, new())).DividendYield!;
        var earlier = (await FiguresAsync(database, new(To: Captures.Monday.AddDays(-20)))).DividendYield;
        var unknown = await FiguresAsync(database, new(), Symbol.Parse("QUIET"));
        var withoutRate = await FiguresAsync(database, new(Adjust: PriceAdjustment.Splits), Index);

        Assert.Equal((0.03, 3, 2), (paid.Value, paid.Paid, paid.Payments));
        Assert.Null(earlier);
        Assert.NotNull(unknown.Returns[0].Value);
        Assert.Null(unknown.DividendYield);
        Assert.Null(withoutRate.DividendYield);
    }

    [Theory, OnSqlite]
    public async Task Stock_without_bars_is_answered_with_the_reason(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);
        await database.AddAsync(Tracked("NEW"));

        var pending = await FiguresAsync(database, new(), Symbol.Parse("NEW"));
        var against = await FiguresAsync(database, new(Benchmark: Symbol.Parse("NEW")));

        Assert.Equal(("Pending", 0), (pending.Reason, pending.Returns.Count));
        Assert.StartsWith("NEW: ", against.Message, StringComparison.Ordinal);
        Assert.Null(against.Benchmark!.Beta.Value);
        Assert.NotEmpty(against.Returns);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Compared_stocks_start_at_hundred_on_their_common_dates(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);

        var comparison = (await CompareAsync(database, [Test, Index], new(Adjust: PriceAdjustment.All))).Answer!;

        Assert.Equal(50, comparison.Date.Count);
        Assert.Equal([("TEST", 100), ("^GSPC", 100)], comparison.Series.Select(s => (s.Symbol, s.Values[0]!.Value)));
        Assert.Equal(100 * 105.0 / 102, comparison.Series[0].Values[1]!.Value, 1e-9);
        Assert.Equal((49, 10), (comparison.LeftOut.Count, comparison.LeftOut.Newest.Count));
        Assert.Equal(
            (Captures.Monday.AddDays(99), "^GSPC"),
            (comparison.LeftOut.Newest[^1].Date, comparison.LeftOut.Newest[^1].Missing.Single()));
        Assert.Equal((1, 50), (comparison.Correlation.Matrix[1][1], comparison.Correlation.Days));
    }

    [Theory, OnSqlite]
    public async Task Comparison_begins_at_the_requested_date_and_changes_with_each_load(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);
        var request = new SeriesRequest(From: Captures.Monday.AddDays(51), Adjust: PriceAdjustment.Splits);

        var first = await CompareAsync(database, [Test, Index], request);
        var known = await CompareAsync(database, [Test, Index], request, tag => tag == first.Tag);
        await database.Services.LoadAsync(Captures.Of(3, Today.AddDays(1), [Captures.Bar(120, 5)], symbol: "^GSPC"));
        var changed = await CompareAsync(database, [Test, Index], request, tag => tag == first.Tag);

        Assert.Equal(Captures.Monday.AddDays(52), first.Answer!.Date[0]);
        Assert.Null(known.Answer);
        Assert.NotNull(changed.Answer);
    }

    [Theory, OnSqlite]
    public async Task Unknown_symbols_and_callers_without_a_role_get_nothing(DatabaseProvider provider)
    {
        await using var database = await WithTwoAsync(provider);
        var none = Symbol.Parse("NONE");

        Assert.Equal(none, (await CompareAsync(database, [Test, none], new())).Unknown);
        Assert.Equal(none, (await Figures(database).FiguresAsync(
            Analyst, Test, new(Benchmark: none), _ => false, CancellationToken.None)).Unknown);
        await Assert.ThrowsAsync<AccessDeniedException>(() => database.Get<ComparisonQuery>().CompareAsync(
            WithoutRole, [Test], new(), _ => false, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Figures(database).FiguresAsync(
            WithoutRole, Test, new(), _ => false, CancellationToken.None));
    }

    /// <summary>TEST on every day, ^GSPC on every other one from the third on.</summary>
    private static async Task<TestDatabase> WithTwoAsync(DatabaseProvider provider)
    {
        var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [.. Enumerable.Range(0, 110).Select(d => Captures.Bar(d, 100 + d + d / 4))]),
            Captures.Of(
                2, Today, [.. Enumerable.Range(1, 50).Select(d => Captures.Bar(2 * d, 1_000 + d % 9))], symbol: "^GSPC"));
        return database;
    }

    private static FigureQuery Figures(TestDatabase database) => database.Get<FigureQuery>();

    private static async Task<StockFigures> FiguresAsync(TestDatabase database, FigureRequest request, Symbol? symbol = null) =>
        (await Figures(database).FiguresAsync(Analyst, symbol ?? Test, request, _ => false, CancellationToken.None)).Answer!;

    private static Task<TaggedAnswer<Comparison>> CompareAsync(
        TestDatabase database, IReadOnlyList<Symbol> symbols, SeriesRequest request, Func<string, bool>? isKnown = null) =>
        database.Get<ComparisonQuery>().CompareAsync(Analyst, symbols, request, isKnown ?? (_ => false), CancellationToken.None);
}
