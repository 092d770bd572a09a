using CreamPie.Core.Accounts;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Listings.Companies;

namespace CreamPie.Tests.Tracking;

/// <summary>An admin confirms or joins what the loader separated.</summary>
public sealed class ListingDecisionsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Confirmed_finding_is_closed_on_both_stocks(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, OfSprint(1), OfSentinelOne(2));

        Assert.True(await Decisions(database).ConfirmAsync(SeedData.Admin, await FindingAsync(database), CancellationToken.None));

        Assert.Empty(await FindingsAsync(database));
        await using var db = database.Open();
        Assert.All(await db.Findings.ToListAsync(), f => Assert.Equal("adam", f.ClosedBy));
        Assert.Equal(2, await db.Stocks.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Joined_listings_are_one_series_whatever_comes_later(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, OfSprint(1), OfSentinelOne(2));

        Assert.True(await Decisions(database).JoinAsync(SeedData.Admin, await FindingAsync(database), CancellationToken.None));

        const string Joined = "S  SentinelOne, Inc. 2024-04-11 2026-11-24 39: 60 bars, 6 to 39, of 1,2";
        Assert.Equal(Joined, await SeriesAsync(database));
        Assert.Empty(await FindingsAsync(database));
        await LoadAsync(database, LastOfSentinelOne(3), OfSprint(4));
        Assert.Equal(Joined + ",3,4", await SeriesAsync(database));
        Assert.Empty(await FindingsAsync(database));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Listings_with_common_days_and_actions_are_joined(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var paid = SentinelOneBegins.AddDays(-2);
        await LoadAsync(
            database,
            Paying(Of(1, SentinelOneBegins.AddDays(-40), 40, 6, Sprint, new DateOnly(1984, 11, 23)), paid),
            OfSentinelOne(2),
            Paying(Of(3, SentinelOneBegins.AddDays(-5), 25, 15, SentinelOne, SentinelOneBegins), paid));

        Assert.True(await Decisions(database).JoinAsync(SeedData.Admin, await FindingAsync(database), CancellationToken.None));

        Assert.Equal("S  SentinelOne, Inc. 2026-09-26 2026-11-24 39: 60 bars, 6 to 39, of 1,2,3", await SeriesAsync(database));
        await using var db = database.Open();
        Assert.True((await db.Stocks.SingleAsync()).NeedsReplay);
        await LoadAsync(database, Of(4, SentinelOneBegins.AddDays(20), 3, 40, SentinelOne, SentinelOneBegins));
        Assert.Equal(1, await db.CorporateActions.CountAsync(a => a.KnownTo == null));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Confirmed_doubt_is_not_raised_again(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, OfSprint(1), Of(2, SentinelOneBegins, 20, 20, SentinelOne));

        Assert.True(await Decisions(database).ConfirmAsync(SeedData.Admin, await FindingAsync(database), CancellationToken.None));
        await LoadAsync(database, OfSentinelOne(3));

        Assert.Empty(await FindingsAsync(database));
        Assert.Equal("S  SentinelOne, Inc. 2024-04-11 2026-11-24 39: 60 bars, 6 to 39, of 1,2,3", await SeriesAsync(database));
    }

    [Fact]
    public async Task Only_an_admin_decides_and_only_once()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await LoadAsync(database, OfSprint(1), OfSentinelOne(2));
        var id = await FindingAsync(database);

        var decisions = Decisions(database);
        await Assert.ThrowsAsync<AccessDeniedException>(() => decisions.JoinAsync(SeedData.Analyst, id, CancellationToken.None));
        await Assert.ThrowsAsync<AccessDeniedException>(() => decisions.ConfirmAsync(SeedData.Analyst, id, CancellationToken.None));
        Assert.True(await decisions.JoinAsync(SeedData.Admin, id, CancellationToken.None));
        Assert.False(await decisions.JoinAsync(SeedData.Admin, id, CancellationToken.None));
        Assert.False(await decisions.ConfirmAsync(SeedData.Admin, id, CancellationToken.None));
    }

    [Fact]
    public async Task Retired_listing_cannot_be_tracked()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await LoadAsync(database, OfSprint(1), OfSentinelOne(2));

        var stock = await database.Get<Tracker>().TrackAsync(SeedData.Analyst, Symbol.Parse("S=1"), CancellationToken.None);

        Assert.Equal((StockStatus.Retired, null), (stock.Status, stock.NextDue));
    }

    private static LoadRequest Paying(LoadRequest request, DateOnly exDate) => request with
    {
        Document = request.Document with { Actions = [CorporateAction.Cash(exDate, ActionKind.Dividend, 0.25)] },
    };

    private static ListingDecisions Decisions(TestDatabase database) => database.Get<ListingDecisions>();

    private static async Task<int> FindingAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Findings.Identity().MinAsync(f => f.Id);
    }
}
