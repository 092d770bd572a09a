using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying.Series;

public sealed class PastQueryTests
{
    private static readonly DateOnly Today = new(2024, 6, 3);
    private static readonly Symbol Test = Symbol.Parse("TEST");

    /// <summary>Cash, a split, cash: as the prices were traded.</summary>
    private static readonly CorporateAction[] Actions =
    [
        CorporateAction.Cash(Day(1), ActionKind.Dividend, 2),
        CorporateAction.Split(Day(3), 10, 1),
        CorporateAction.Cash(Day(4), ActionKind.Dividend, 0.1),
    ];

    [Theory]
    [InlineData(PriceAdjustment.None), InlineData(PriceAdjustment.Splits), InlineData(PriceAdjustment.All)]
    public async Task Past_series_is_what_a_capture_of_that_day_would_serve(PriceAdjustment adjust)
    {
        await using var now = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await now.Services.LoadAsync(Captures.Of(
            1, Today, [Bar(0, 10), Bar(1, 9.9), Bar(2, 10.2), Bar(3, 10.1), Bar(4, 10)],
            [CorporateAction.Cash(Day(1), ActionKind.Dividend, 0.2), Actions[1], Actions[2]]));
        await using var then = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Day(2));
        await then.Services.LoadAsync(Captures.Of(2, Day(2), [Bar(0, 100), Bar(1, 99), Bar(2, 102)], [Actions[0]]));

        var past = await PastAsync(now, new(Adjust: adjust), Day(2));
        var captured = await then.Get<SeriesQuery>().BarsAsync(SeedData.Analyst, Test, new(Adjust: adjust), CancellationToken.None);

        Assert.Equal(captured!.Bars!.Select(b => b.Date), past.Bars!.Select(b => b.Date));
        foreach (var (expected, bar) in captured.Bars!.Zip(past.Bars!))
        {
            Assert.True(Price.Same(expected.Close, bar.Close), $"{expected} {bar}");
            Assert.True(Price.Same(expected.AdjClose, bar.AdjClose), $"{expected} {bar}");
            Assert.True(Price.Same(expected.High, bar.High), $"{expected} {bar}");
            Assert.Equal(100, bar.Volume);
        }
    }

    [Fact]
    public async Task Period_that_was_not_over_is_left_out()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, [.. Enumerable.Range(0, 5).Concat([7, 8, 9]).Select(d => Bar(d, 10))]));

        var weeks = await PastAsync(database, new(Interval: Interval.Weekly), Day(8));

        Assert.Equal([Captures.Monday], weeks.Bars!.Select(b => b.Date));
    }

    [Fact]
    public async Task Unknown_splits_refuse_past_prices()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Captures.Of(1, Today, [Bar(0, 10), Bar(1, 11)], listsActions: false));

        var past = await PastAsync(database, new(), Day(0));

        Assert.Equal("SplitsUnknown", past.Reason);
        Assert.Empty(past.Bars!);
    }

    [Fact]
    public async Task Past_actions_are_counted_in_the_shares_of_that_day()
    {
        await using var database = await SeedData.DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Captures.Of(
            1, Today, [Bar(0, 10), Bar(1, 9.9), Bar(3, 10.1)], [CorporateAction.Cash(Day(1), ActionKind.Dividend, 0.2), Actions[1]]));

        var past = await database.Get<PastQuery>().ActionsAsync(SeedData.Analyst, Test, Day(2), CancellationToken.None);

        Assert.Equal((Day(1), 2.0), (Assert.Single(past!).ExDate, past![0].Amount));
    }

    private static async Task<BarSeries> PastAsync(TestDatabase database, SeriesRequest request, DateOnly asOf) =>
        (await database.Get<PastQuery>().BarsAsync(SeedData.Analyst, Test, request, asOf, CancellationToken.None))!;

    private static DateOnly Day(int number) => Captures.Monday.AddDays(number);

    /// <summary>A hundred shares as they were counted before the split.</summary>
    private static DailyBar Bar(int day, double close) =>
        new(Day(day), close, close * 1.01, close * 0.99, close, null, close < 50 ? 1_000 : 100);
}
