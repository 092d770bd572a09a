using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series;

/// <summary>A tag identifies an answer, so that a client may cache it.</summary>
public class SeriesTagTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Fact]
    public async Task Loads_change_every_tag_and_the_calendar_only_longer_bars()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite,
            configure: s =>
                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(s, clock));
        await database.Services.LoadAsync(Captures.Of(1, Today, SeriesQueryTests.Days(0)));
        var (daily, weekly) = (await TagAsync(Interval.Daily), await TagAsync(Interval.Weekly));

        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(daily, await TagAsync(Interval.Daily));
        Assert.NotEqual(weekly, await TagAsync(Interval.Weekly));

        await database.Services.LoadAsync(Captures.Of(2, Today.AddDays(1), SeriesQueryTests.Days(0, 1)));
        Assert.NotEqual(daily, await TagAsync(Interval.Daily));

        async Task<string?> TagAsync(Interval interval) =>
            (await database.Get<SeriesQuery>()
                .BarsAsync(Analyst, Test, new(Interval: interval), isKnown: _ => true, CancellationToken.None))?.Tag;
    }

    [Fact]
    public async Task Tag_follows_the_reason_only_while_there_are_no_bars()
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.AddAsync(Tracked("TEST"));
        var pending = await TagAsync();

        await SetAsync(s => (s.Status, s.LastReason) = (StockStatus.NotFound, Reason.SymbolUnknown));
        var unknown = await TagAsync();
        await SetAsync(s => s.Status = StockStatus.Paused);
        var paused = await TagAsync();
        await database.Services.LoadAsync(Captures.Of(1, Today, SeriesQueryTests.Days(0)));
        var loaded = await TagAsync();
        await SetAsync(s => (s.Status, s.LastReason) = (StockStatus.Failing, Reason.Network));

        Assert.Equal(4, new HashSet<string?> { pending, unknown, paused, loaded }.Count);
        Assert.Equal(loaded, await TagAsync());

        async Task<string?> TagAsync() =>
            (await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, new(), isKnown: _ => true, CancellationToken.None))?.Tag;

        async Task SetAsync(Action<Stock> change)
        {
            await using var db = database.Open();
            change(db.Stocks.Single());
            await db.SaveChangesAsync();
        }
    }
}
