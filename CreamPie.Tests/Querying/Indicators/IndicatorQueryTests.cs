using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Indicators;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Indicators;

public sealed class IndicatorQueryTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly DateOnly Today = new(2024, 6, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Values_are_those_of_the_whole_series_cut_to_the_dates(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        var bars = await BarsAsync(database, new());

        var set = await ComputeAsync(
            database, new(From: Captures.Monday.AddDays(50), To: Captures.Monday.AddDays(52)), "ema(20),macd,obv");

        Assert.Equal([50, 51, 52], set.Date.Select(d => d.DayNumber - Captures.Monday.DayNumber));
        Assert.Equal(MovingAverages.Exponential(bars, 20).Skip(50).Take(3), set.Indicators[0].Columns["value"]);
        Assert.Equal(["macd", "signal", "histogram"], set.Indicators[1].Columns.Keys);
        Assert.Equal(Macd.Of(bars).Histogram.Skip(50).Take(3), set.Indicators[1].Columns["histogram"]);
        Assert.Equal(VolumeFlow.OnBalance(bars).Skip(50).Take(3), set.Indicators[2].Columns["value"]);
        Assert.Equal(("TEST", "1d", PriceAdjustment.Splits), (set.Symbol, set.Interval, set.Adjust));
    }

    [Theory, OnSqlite]
    public async Task Volume_weighted_price_starts_with_the_first_bar_served(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        var request = new SeriesRequest(From: Captures.Monday.AddDays(50));

        var set = await ComputeAsync(database, request, "vwap");

        var served = await BarsAsync(database, request);
        Assert.Equal(VolumeFlow.AveragePrice(served), set.Indicators[0].Columns["value"]);
        Assert.Equal((served[0].High + served[0].Low + served[0].Close) / 3, set.Indicators[0].Columns["value"][0]);
    }

    [Theory, OnSqlite]
    public async Task Automatic_interval_is_that_of_the_bars_in_the_dates(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        var request = new SeriesRequest(From: Captures.Monday.AddDays(30), Interval: null, Max: 15);

        var set = await ComputeAsync(database, request, "sma(4)");

        var weeks = await BarsAsync(database, new(Interval: Interval.Weekly));
        var served = await BarsAsync(database, request);
        Assert.Equal(("1wk", served.Count), (set.Interval, set.Date.Count));
        Assert.Equal(MovingAverages.Simple(weeks, 4).TakeLast(served.Count), set.Indicators[0].Columns["value"]);
        Assert.DoesNotContain(null, set.Indicators[0].Columns["value"]);
    }

    [Theory, OnSqlite]
    public async Task Values_follow_the_adjustment(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(
            1, Today, [.. Enumerable.Range(0, 10).Select(d => Captures.Bar(d, 100, d < 5 ? 90 : 100))]));

        var splits = await ComputeAsync(database, new(), "sma(1)");
        var all = await ComputeAsync(database, new(Adjust: PriceAdjustment.All), "sma(1)");

        Assert.Equal((100, 90), (splits.Indicators[0].Columns["value"][0], all.Indicators[0].Columns["value"][0]));
    }

    [Theory, OnSqlite]
    public async Task Refused_years_leave_values_of_the_years_that_are_served(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        var doubtful = Enumerable.Range(0, 40).Select(d => Captures.Bar(d, 100 + d) with { AdjClose = d < 20 ? null : 100 + d }).ToList();
        await database.Services.LoadAsync(Captures.Of(1, Today, doubtful, listsActions: false));
        var request = new SeriesRequest(Adjust: PriceAdjustment.All);

        var refused = await ComputeAsync(database, request, "sma(5)");
        var served = await ComputeAsync(database, request with { From = Captures.Monday.AddDays(22) }, "sma(5)");
        var weeks = await ComputeAsync(
            database, request with { From = Captures.Monday.AddDays(21), Interval = Interval.Weekly }, "sma(1)");

        Assert.Equal((0, "DividendsUnknown"), (refused.Date.Count, refused.Reason));
        Assert.Equal([null, null, 122, 123], served.Indicators[0].Columns["value"].Take(4));
        Assert.Null(served.Reason);
        Assert.Equal([Captures.Monday.AddDays(21), Captures.Monday.AddDays(28), Captures.Monday.AddDays(35)], weeks.Date);
    }

    [Theory, OnSqlite]
    public async Task Dates_without_bars_are_answered_with_the_reason(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        await database.AddAsync(Tracked("NEW"));

        var before = await ComputeAsync(database, new(To: new DateOnly(2020, 1, 1)), "sma");
        var pending = await Query(database).ComputeAsync(
            Analyst, Symbol.Parse("NEW"), new(), Calls("sma"), _ => false, CancellationToken.None);

        Assert.Contains("starts on 1 Jan 2024", before.Message, StringComparison.Ordinal);
        Assert.Empty(before.Indicators[0].Columns["value"]);
        Assert.Equal(("Pending", 0), (pending.Answer!.Reason, pending.Answer.Date.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Known_tag_gets_no_answer_until_a_load(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        foreach (var interval in (Interval?[])[Interval.Daily, Interval.Weekly, null])
        {
            var request = new SeriesRequest(Interval: interval);
            var first = await Query(database).ComputeAsync(Analyst, Test, request, Calls("sma"), _ => false, CancellationToken.None);
            var again = await Query(database).ComputeAsync(
                Analyst, Test, request, Calls("sma"), tag => tag == first.Tag, CancellationToken.None);
            Assert.Equal((first.Tag, null), (again.Tag, again.Answer));
        }
        var before = await Query(database).ComputeAsync(Analyst, Test, new(), Calls("sma"), _ => false, CancellationToken.None);
        await database.Services.LoadAsync(Captures.Of(2, Today.AddDays(1), [Captures.Bar(120, 7)]));
        var after = await Query(database).ComputeAsync(Analyst, Test, new(), Calls("sma"), _ => false, CancellationToken.None);

        Assert.NotEqual(before.Tag, after.Tag);
    }

    [Theory, OnSqlite]
    public async Task Unknown_symbols_and_callers_without_a_role_get_nothing(DatabaseProvider provider)
    {
        await using var database = await WithBarsAsync(provider);
        var other = Symbol.Parse("NONE");

        foreach (var interval in (Interval?[])[Interval.Daily, null])
        {
            var answer = await Query(database).ComputeAsync(
                Analyst, other, new(Interval: interval), Calls("sma"), _ => false, CancellationToken.None);
            Assert.Equal((other, null), (answer.Unknown, answer.Answer));
        }
        await Assert.ThrowsAsync<AccessDeniedException>(() => Query(database).ComputeAsync(
            WithoutRole, Test, new(), Calls("sma"), _ => false, CancellationToken.None));
    }

    private static async Task<TestDatabase> WithBarsAsync(DatabaseProvider provider)
    {
        var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [.. Enumerable.Range(0, 100).Select(d => Captures.Bar(d, 100 + d % 7 + d / 10.0))]));
        return database;
    }

    private static IndicatorQuery Query(TestDatabase database) => database.Get<IndicatorQuery>();

    private static IReadOnlyList<IndicatorCall> Calls(string text)
    {
        Assert.True(IndicatorCall.TryReadList(text, out var calls, out var problem), problem);
        return calls;
    }

    private static async Task<IndicatorSet> ComputeAsync(TestDatabase database, SeriesRequest request, string calls) =>
        (await Query(database).ComputeAsync(Analyst, Test, request, Calls(calls), _ => false, CancellationToken.None)).Answer!;

    private static async Task<IReadOnlyList<DailyBar>> BarsAsync(TestDatabase database, SeriesRequest request) =>
        (await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, request, CancellationToken.None))!.Bars!;
}
