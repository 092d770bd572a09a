using CreamPie.Core.Analysis;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series;

/// <summary>A weekly bar holds one trading week of its exchange, wherever the request begins.</summary>
public sealed class ExchangeWeekTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly Listing Riyadh = new(Exchange: "SAU", TimeZone: "Asia/Riyadh");

    private static readonly DailyBar[] Aramco =
    [
        new(new(2025, 11, 2), 10, 10.5, 9.5, 10.2, null, 100),
        new(new(2025, 11, 3), 10.2, 11, 10, 10.8, null, 100),
        new(new(2025, 11, 4), 10.8, 11, 10.5, 10.6, null, 100),
        new(new(2025, 11, 5), 10.6, 11.5, 10.5, 11.4, null, 100),
        new(new(2025, 11, 6), 11.4, 11.6, 11, 11.5, null, 100),
        new(new(2025, 11, 9), 12, 13, 11.9, 12.5, null, 100),
        new(new(2025, 11, 10), 12.5, 14, 12, 13, null, 100),
    ];

    private static readonly DailyBar[] Weeks =
    [
        new(new(2025, 11, 2), 10, 11.6, 9.5, 11.5, 11.5, 500),
        new(new(2025, 11, 9), 12, 14, 11.9, 13, 13, 200, Final: false),
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Week_in_Riyadh_begins_on_Sunday(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Capture(Riyadh, Aramco));

        Assert.Equal(Weeks, await WeeksAsync(database, new()));
        Assert.Equal(
            [new(new(2025, 11, 3), 10.2, 11.6, 10, 11.5, 11.5, 400), Weeks[1]], await WeeksAsync(database, new(From: new(2025, 11, 3))));
        Assert.Equal(
            [new(new(2025, 11, 2), 10, 11, 9.5, 10.6, 10.6, 300)], await WeeksAsync(database, new(To: new(2025, 11, 4))));
        Assert.Equal(Weeks[..1], await WeeksAsync(database, new(Limit: 1)));
        Assert.Equal(Weeks[1..], await WeeksAsync(database, new(Limit: 1, After: new(2025, 11, 2))));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unknown_exchange_has_the_weeks_that_its_bars_show(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Capture(Listing.Unknown, Aramco));

        Assert.Equal(Weeks, await WeeksAsync(database, new()));
        var day = await ReadAsync(database, new(From: new(2025, 11, 9), To: new(2025, 11, 9), Interval: Interval.Weekly));
        Assert.Equal([new(new(2025, 11, 9), 12, 13, 11.9, 12.5, 12.5, 100, Final: false)], day.Bars!);
        Assert.Equal(PartialPeriods.Last, day.Partial);
    }

    [Fact]
    public async Task Last_Sunday_in_Tel_Aviv_begins_a_week_of_six_sessions()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        int[] sessions = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19];
        DateOnly sunday = new(2025, 12, 28);
        await database.Services.LoadAsync(Capture(
            new(Exchange: "TLV", TimeZone: "Asia/Jerusalem"),
            [.. sessions.Select(d => new DailyBar(sunday.AddDays(d), 10, 11, 9, 10, null, 1))]));

        Assert.Equal(
            [(sunday, 5, true), (new(2026, 1, 4), 6, true), (new(2026, 1, 12), 5, true)],
            (await WeeksAsync(database, new())).Select(w => (w.Date, (int)w.Volume!, w.Final)));
    }

    [Fact]
    public async Task Automatic_week_across_the_new_year_is_cut_and_says_so()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Capture(
            new(Exchange: "NYQ", TimeZone: "America/New_York"),
            [.. Enumerable.Range(0, 60).Select(d => new DateOnly(2024, 12, 23).AddDays(d)).Where(IsWeekday)
                .Select(d => new DailyBar(d, 10, 11, 9, 10, null, 1))]));

        var auto = await ReadAsync(database, new(From: new(2025, 1, 1), To: new(2025, 1, 31), Interval: null, Max: 5));

        Assert.Equal(("1wk", PartialPeriods.First, new DateOnly(2025, 1, 1)), (auto.Interval, auto.Partial, auto.Bars![0].Date));
        Assert.Equal([3, 5, 5, 5, 5], auto.Bars.Select(w => (int)w.Volume!));
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static LoadRequest Capture(Listing listing, IReadOnlyList<DailyBar> bars)
    {
        var request = Captures.Of(1, Today, bars);
        return request with { Document = request.Document with { Listing = listing } };
    }

    private static async Task<IReadOnlyList<DailyBar>> WeeksAsync(TestDatabase database, SeriesRequest request) =>
        (await ReadAsync(database, request with { Interval = Interval.Weekly })).Bars!;

    private static async Task<BarSeries> ReadAsync(TestDatabase database, SeriesRequest request) =>
        (await database.Get<SeriesQuery>().BarsAsync(Analyst, Symbol.Parse("TEST"), request, CancellationToken.None))!;
}
