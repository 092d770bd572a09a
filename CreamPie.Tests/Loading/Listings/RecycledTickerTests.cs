using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Listings.Companies;

namespace CreamPie.Tests.Loading.Listings;

/// <summary>A ticker that another company gets begins a new series; the earlier company keeps its own.</summary>
public sealed class RecycledTickerTests
{
    private const string Separate = """
        S  SentinelOne, Inc. 2026-11-05 2026-11-24 39: 20 bars, 20 to 39, of 2,3
        S=1 S Sprint Corporation 2024-04-11 2024-05-20 45: 40 bars, 6 to 45, of 1
        """;

    [Theory]
    [OnSqlite("123"), OnSqlite("132"), OnSqlite("213"), OnSqlite("231"), OnSqlite("312"), OnSqlite("321")]
    [OnPostgres("123"), OnPostgres("231"), OnPostgres("321")]
    public async Task Two_companies_have_two_series_in_every_order(DatabaseProvider provider, string order)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, InOrder(order, OfSprint(1), OfSentinelOne(2), LastOfSentinelOne(3)));

        Assert.Equal(Separate, await SeriesAsync(database));
        Assert.Equal(
            [("S", FindingKind.NewListing), ("S=1", FindingKind.NewListing)],
            (await FindingsAsync(database)).OrderBy(f => f.Symbol, StringComparer.Ordinal));
    }

    [Theory]
    [OnSqlite("123"), OnSqlite("132"), OnSqlite("213"), OnSqlite("231"), OnSqlite("312"), OnSqlite("321")]
    [OnPostgres("132"), OnPostgres("312")]
    public async Task Bars_without_a_name_follow_the_company_of_their_days(DatabaseProvider provider, string order)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var nameless = Of(3, SentinelOneBegins.AddDays(3), 5, 23, name: null);

        await LoadAsync(database, InOrder(order, OfSprint(1), OfSentinelOne(2), nameless));

        Assert.Equal(Separate, await SeriesAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_company_takes_over_the_pulls(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, OfSprint(1));
        var due = new DateTime(2026, 11, 24, 22, 0, 0, DateTimeKind.Utc);
        await using (var db = database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set
                .SetProperty(s => s.Status, StockStatus.Late)
                .SetProperty(s => s.NextDue, due)
                .SetProperty(s => s.SourceOrder, "YahooChart"));

        await LoadAsync(database, OfSentinelOne(2));

        await using var after = database.Open();
        var heir = await after.Stocks.SingleAsync(s => s.Symbol == "S");
        Assert.Equal((StockStatus.Late, due, "YahooChart"), (heir.Status, heir.NextDue, heir.SourceOrder));
        var retired = await after.Stocks.SingleAsync(s => s.Symbol == "S=1");
        Assert.Equal((StockStatus.Retired, null, 1), (retired.Status, retired.NextDue, retired.Id));
        Assert.Equal(0, await after.Stocks.Pulled().CountAsync(s => s.Id == retired.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Third_owner_of_a_ticker_leaves_both_earlier_ones(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var sears = Of(4, new DateOnly(1990, 1, 1), 30, 40, "Sears Roebuck");
        var begins = SprintEnds.AddDays(-39);
        var sprint = Of(1, begins, 40, 6, Sprint, begins);

        await LoadAsync(database, sprint, OfSentinelOne(2), sears);

        Assert.Equal(
            """
            S  SentinelOne, Inc. 2026-11-05 2026-11-24 39: 20 bars, 20 to 39, of 2
            S=1 S Sprint Corporation 2024-04-11 2024-05-20 45: 40 bars, 6 to 45, of 1
            S=2 S Sears Roebuck 1990-01-01 1990-01-30 69: 30 bars, 40 to 69, of 4
            """,
            await SeriesAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task When_issued_bars_belong_to_the_company_that_is_issued(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(
            database, Of(1, SentinelOneBegins.AddDays(-8), 8, 18, "SentinelOne Inc When Issued"), OfSentinelOne(2));

        await OneSeriesAsync(database, 28);
        Assert.Empty(await FindingsAsync(database));
    }

    [Theory]
    [OnSqlite("Sentinelone Inc - Class A Common Stock"), OnPostgres("SENTINELONE INC")]
    public async Task Another_spelling_of_the_name_is_no_new_company(DatabaseProvider provider, string name)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, Of(1, SentinelOneBegins.AddDays(-40), 39, 6, name), OfSentinelOne(2));

        await OneSeriesAsync(database, 59);
        Assert.Empty(await FindingsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Renamed_company_with_its_first_trade_date_stays_one_series(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var begins = new DateOnly(2012, 5, 18);

        await LoadAsync(
            database, Of(1, begins, 20, 38, "Facebook, Inc.", begins), Of(2, begins, 40, 38, "Meta Platforms, Inc.", begins));

        await OneSeriesAsync(database, 40);
        Assert.Empty(await FindingsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_sign_alone_is_a_doubt_until_the_whole_history_comes(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var before = Of(1, SentinelOneBegins.AddDays(-60), 50, 6, Sprint);
        await LoadAsync(database, before, LastOfSentinelOne(2));
        await OneSeriesAsync(database, 55);
        Assert.Equal([("S", FindingKind.ListingDoubt)], await FindingsAsync(database));

        await LoadAsync(database, OfSentinelOne(3));

        Assert.Equal([("S=1", FindingKind.NewListing), ("S", FindingKind.NewListing)], await FindingsAsync(database));
        await using var db = database.Open();
        Assert.Equal(2, await db.Stocks.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Document_with_days_of_both_keeps_one_series_with_a_doubt(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var both = Of(1, SentinelOneBegins.AddDays(-60), 65, 6, Sprint);

        await LoadAsync(database, both, OfSentinelOne(2) with { AcceptedBy = "test" });

        await OneSeriesAsync(database, 80);
        Assert.Equal([("S", FindingKind.ListingDoubt)], await FindingsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Other_name_after_a_gap_is_a_doubt_without_a_first_trade_date(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await LoadAsync(database, OfSprint(1), Of(2, SentinelOneBegins, 20, 20, SentinelOne));

        await OneSeriesAsync(database, 60);
        Assert.Equal([("S", FindingKind.ListingDoubt)], await FindingsAsync(database));
    }

    private static LoadRequest[] InOrder(string order, params LoadRequest[] requests) => [.. order.Select(n => requests[n - '1'])];

    private static async Task OneSeriesAsync(TestDatabase database, int bars)
    {
        await using var db = database.Open();
        Assert.Equal("S", (await db.Stocks.SingleAsync()).Symbol);
        Assert.Equal(bars, await db.DailyBars.CountAsync());
    }
}
