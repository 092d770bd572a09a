using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Limits;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Tracking;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Tracking;

/// <summary>Who tracks a stock, who may stop, and how many symbols one person may begin to track.</summary>
public sealed class FollowerTests
{
    private static readonly Symbol Tsla = Symbol.Parse("TSLA");
    private static readonly Caller Ann = new("ann", "ann@example.org", new HashSet<string> { Roles.Analyst });
    private static readonly Caller Bob = new("bob", "bob@example.org", new HashSet<string> { Roles.Analyst });
    private static readonly Caller Adam = new("adam", "adam@example.org", new HashSet<string> { Roles.Admin });

    [Theory, OnSqlite, OnPostgres]
    public async Task Follower_and_date_are_shown_by_name_to_admins_only(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await TrackAsync(database, Ann, "TSLA");
        await TrackAsync(database, Bob, "TSLA");

        var seen = (await FactsAsync(database, Adam, "TSLA"))!.Tracking!;
        Assert.Equal(["ann@example.org", "bob@example.org"], seen.People!.Select(p => p.Name).Order());
        Assert.All(seen.People!, p => Assert.NotNull(p.Since));
        var own = (await FactsAsync(database, Ann, "TSLA"))!.Tracking!;
        Assert.Equal((true, 1, false), (own.You, own.Others, own.House));
        Assert.Null(own.People);
        var listed = await database.Get<StockQuery>().TrackedAsync(Adam, null, null, new(10), CancellationToken.None);
        Assert.Equal(2, Assert.Single(listed.Items).Tracking.People!.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Last_follower_takes_the_stock_back_and_no_earlier_one(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await TrackAsync(database, Ann, "TSLA");
        await TrackAsync(database, Bob, "TSLA");

        Assert.Equal(StopResult.TrackedByOthers, await StopAsync(database, Ann));
        Assert.Equal(StopResult.NotTracked, await StopAsync(database, Ann));
        Assert.Equal(StockStatus.Pending, (await FactsAsync(database, Bob, "TSLA"))!.Status);
        Assert.Equal(StopResult.Untracked, await StopAsync(database, Bob));
        Assert.Null(await FactsAsync(database, Bob, "TSLA"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_with_bars_stays_served_when_its_last_follower_stops(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        var stock = await TrackAsync(database, Ann, "TSLA");
        await database.AddAsync(new DailyBarRow { StockId = stock.Id, Source = SourceName.YahooPage, Date = new(2026, 11, 20), Close = 5 });

        Assert.Equal(StopResult.Untracked, await StopAsync(database, Ann));

        var facts = (await FactsAsync(database, Ann, "TSLA"))!;
        Assert.Equal((StockStatus.Imported, 1), (facts.Status, facts.Bars));
        Assert.Null(facts.Tracking);
        await using var db = database.Open();
        Assert.False(await db.Followers.AnyAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stock_of_the_house_stays_when_an_analyst_stops(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await TrackAsync(database, Caller.System, "TSLA");
        Assert.Equal(StopResult.NotTracked, await StopAsync(database, Ann));
        await TrackAsync(database, Ann, "TSLA");
        Assert.True((await FactsAsync(database, Ann, "TSLA"))!.Tracking is { You: true, House: true, Others: 0 });

        Assert.Equal(StopResult.TrackedByOthers, await StopAsync(database, Ann));

        Assert.True((await FactsAsync(database, Ann, "TSLA"))!.Tracking is { You: false, House: true });
    }

    [Theory, OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Stocks_of_a_disabled_or_deleted_user_become_the_houses(DatabaseProvider provider, bool isDeleted)
    {
        await using var database = await StartAsync(provider);
        await TrackAsync(database, Ann, "TSLA");
        await TrackAsync(database, Bob, "TSLA");
        await using (var db = database.Open())
        {
            var ann = db.Users.Where(u => u.Id == Ann.Id);
            if (isDeleted)
                await ann.ExecuteDeleteAsync();
            else
                await ann.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTime.UnixEpoch));
        }

        var seen = (await FactsAsync(database, Adam, "TSLA"))!.Tracking!;
        Assert.True(seen.House);
        Assert.Equal("bob@example.org", Assert.Single(seen.People!).Name);
        Assert.Equal(StopResult.TrackedByOthers, await StopAsync(database, Bob));
        Assert.Equal(StockStatus.Pending, (await FactsAsync(database, Adam, "TSLA"))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Paused_stock_is_not_unpaused_by_taking_it_back(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider);
        await TrackAsync(database, Ann, "TSLA");
        Assert.True(await database.Get<Tracker>().PauseAsync(Adam, Tsla, CancellationToken.None));

        Assert.Equal(StopResult.TrackedByOthers, await StopAsync(database, Ann));
        await TrackAsync(database, Ann, "TSLA");

        Assert.Equal(StockStatus.Paused, (await FactsAsync(database, Ann, "TSLA"))!.Status);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hundred_symbols_of_one_analyst_stop_at_the_limit_until_midnight(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider, limit: 30);
        var refusals = new List<LimitReachedException>();
        for (var i = 0; i < 100; i++)
        {
            if (await Record.ExceptionAsync(() => TrackAsync(database, Ann, $"A{i}")) is LimitReachedException refusal)
                refusals.Add(refusal);
        }

        Assert.Equal(70, refusals.Count);
        Assert.Equal(
            "You have started tracking 30 symbols today, the limit for one person. You can track more from 00:00 UTC, in 12 h 0 min.",
            refusals[0].Message);
        Assert.Equal(12 * 3_600, refusals[0].RetrySeconds);
        // Neither what is tracked already nor another person is concerned, and an admin has no limit.
        await TrackAsync(database, Ann, "A0");
        await TrackAsync(database, Bob, "B0");
        for (var i = 0; i < 40; i++)
            await TrackAsync(database, Adam, $"C{i}");
        // To take one back gives nothing back.
        Assert.Equal(StopResult.Untracked, await database.Get<Tracker>().StopAsync(Ann, Symbol.Parse("A1"), CancellationToken.None));
        await Assert.ThrowsAsync<LimitReachedException>(() => TrackAsync(database, Ann, "A1"));

        ((FakeTimeProvider)database.Get<TimeProvider>()).Advance(TimeSpan.FromHours(12));
        await TrackAsync(database, Ann, "A1");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Symbols_tracked_at_once_are_counted_exactly(DatabaseProvider provider)
    {
        await using var database = await StartAsync(provider, limit: 5);
        var tracked = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            await Record.ExceptionAsync(() => TrackAsync(database, Ann, $"A{i}")) is null));
        Assert.Equal(5, tracked.Count(t => t));
        await using var db = database.Open();
        Assert.Equal(5, await db.Stocks.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Stocks_tracked_before_followers_were_recorded_are_the_houses(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, lastMigration: "Replays");
        await using (var db = database.Open())
        {
            await db.Database.ExecuteSqlAsync($"insert into stock (symbol, status, version, change) values ('OLD', 'Current', 0, 0)");
            await db.Database.ExecuteSqlAsync($"insert into stock (symbol, status, version, change) values ('FILE', 'Imported', 0, 0)");
            await db.GetService<IMigrator>().MigrateAsync();
        }

        Assert.True((await FactsAsync(database, Ann, "OLD"))!.Tracking is { House: true, You: false, Others: 0 });
        Assert.Null((await FactsAsync(database, Ann, "FILE"))!.Tracking);
        await TrackAsync(database, Ann, "OLD");
        Assert.Equal(
            StopResult.TrackedByOthers, await database.Get<Tracker>().StopAsync(Ann, Symbol.Parse("OLD"), CancellationToken.None));
    }

    private static async Task<TestDatabase> StartAsync(DatabaseProvider provider, int limit = 200)
    {
        var noon = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(
            provider,
            new Dictionary<string, string?> { ["Tracking:SymbolsPerDay"] = $"{limit}" },
            services => services.AddSingleton<TimeProvider>(noon));
        await using var db = database.Open();
        foreach (var caller in new[] { Ann, Bob, Adam })
            db.Users.Add(new AppUser { Id = caller.Id, UserName = caller.Name, Email = caller.Name });
        await db.SaveChangesAsync();
        return database;
    }

    private static Task<Stock> TrackAsync(TestDatabase database, Caller caller, string symbol) =>
        database.Get<Tracker>().TrackAsync(caller, Symbol.Parse(symbol), CancellationToken.None);

    private static Task<StopResult> StopAsync(TestDatabase database, Caller caller) =>
        database.Get<Tracker>().StopAsync(caller, Tsla, CancellationToken.None);

    private static Task<StockFacts?> FactsAsync(TestDatabase database, Caller caller, string symbol) =>
        database.Get<StockQuery>().FactsAsync(caller, Symbol.Parse(symbol), CancellationToken.None);
}
