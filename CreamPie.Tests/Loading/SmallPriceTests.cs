using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;
using static CreamPie.Tests.Loading.LoaderTests;

namespace CreamPie.Tests.Loading;

/// <summary>Prices far below one cent change, and stay, like any others.</summary>
public sealed class SmallPriceTests
{
    private const int Days = 60;
    private static readonly DateOnly Later = Monday.AddDays(Days + 10);
    private static readonly CloseDocument Closed = (_, _, _, _) => Task.FromResult(true);

    [Theory, OnSqlite, OnPostgres]
    public async Task Corrected_price_of_a_millionth_keeps_a_revision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Flat(0, 0.000001), Flat(1, 0.000001)]));

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(10), [Flat(0, 0.000001), Flat(1, 0.000002)]));

        Assert.Equal(new LoadCounts(0, 1, 0, 1), counts);
        await using var db = database.Open();
        Assert.Equal(0.000001, (await db.BarRevisions.SingleAsync()).Close);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task History_of_millionths_that_doubles_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Later, [.. Enumerable.Range(0, Days).Select(i => Flat(i, 0.000001))]));

        var result = await database.Get<Loader>().LoadAsync(
            Of(2, Later.AddDays(1), [.. Enumerable.Range(0, Days).Select(i => Flat(i, 0.000002))]), Closed, CancellationToken.None);

        Assert.NotNull(Assert.IsType<LoadResult.Contested>(result).Contradiction);
    }

    [Theory, OnPostgres(4, 1), OnSqlite(4, 1), OnSqlite(1, 10)]
    public async Task Old_prices_rounded_again_after_a_split_are_no_revision(DatabaseProvider provider, int shares, int old)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var split = CorporateAction.Split(Later, shares, old);
        var quoted = Enumerable.Range(0, Days).Select(i => (28.75 + i / 8.0) / 56 / old).ToArray();
        await LoadAsync(database, Of(1, Later.AddDays(-1), [.. quoted.Select((price, i) => Flat(i, Math.Round(price, 6)))]));

        var counts = await LoadAsync(
            database, Of(2, Later, [.. quoted.Select((price, i) => Flat(i, Math.Round(price * old / shares, 6)) with
            {
                Volume = 1_000 * shares / old,
            })], [split]));

        Assert.Equal(new LoadCounts(0, Days, 0, 0), counts);
        await using var db = database.Open();
        Assert.Empty(await db.BarRevisions.ToListAsync());
        Assert.Empty(await db.AdjustmentRevisions.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Small_adjusted_closes_lowered_by_a_dividend_are_one_factor(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        const double Factor = 0.989310;
        var closes = Enumerable.Range(0, Days)
            .Select(i => (Close: Math.Round(0.12 + i * 0.001, 6), Adjusted: 0.049697 + i * 0.0003)).ToArray();
        await LoadAsync(database, Of(1, Later, [.. closes.Select((c, i) => Flat(i, c.Close, Math.Round(c.Adjusted, 6)))]));

        await LoadAsync(database, Of(
            2, Later.AddDays(1), [.. closes.Select((c, i) => Flat(i, c.Close, Math.Round(c.Adjusted * Factor, 6)))],
            [CorporateAction.Cash(Monday.AddDays(Days), ActionKind.Dividend, 0.001)]));

        await using var db = database.Open();
        Assert.Empty(await db.BarRevisions.ToListAsync());
        Assert.Equal(1 / Factor, (await db.AdjustmentRevisions.SingleAsync()).Factor, 2e-5);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Adjusted_closes_off_by_the_last_digit_change_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var closes = Enumerable.Range(0, Days).Select(i => Math.Round(0.05 + i * 0.001, 6)).ToArray();
        await LoadAsync(database, Of(1, Later, [.. closes.Select((c, i) => Flat(i, c))]));

        await LoadAsync(
            database, Of(2, Later.AddDays(1), [.. closes.Select((c, i) => Flat(i, c, Math.Round(c + i % 3 * 1e-6 - 1e-6, 6)))]));

        await using var db = database.Open();
        Assert.Empty(await db.BarRevisions.ToListAsync());
        Assert.Empty(await db.AdjustmentRevisions.ToListAsync());
    }

    [Theory]
    [OnSqlite(0.000001, 0.000002, true), OnPostgres(0.000001, 0.000002, true)]
    [OnSqlite(0.108929, 0.108928571, false), OnSqlite(0.000536, 0.00053571, false), OnSqlite(0.0985, 0.0986, true)]
    public async Task Tiny_dividend_is_another_only_beyond_its_rounding(
        DatabaseProvider provider, double first, double second, bool another)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var (id, amount) in new[] { (1, first), (2, second) })
            await LoadAsync(database, Of(
                id, Later.AddDays(id), [Flat(0, 0.01), Flat(1, 0.01)],
                [CorporateAction.Cash(Monday.AddDays(1), ActionKind.Dividend, amount)]));

        await using var db = database.Open();
        Assert.Equal(another, await db.CorporateActions.AnyAsync(a => a.KnownTo != null));
        Assert.Equal(second, (await db.CorporateActions.SingleAsync(a => a.KnownTo == null)).Amount);
    }

    [Theory]
    [OnSqlite(1, 1_000, 1, 1_001, true), OnPostgres(1, 1_000, 1, 1_001, true), OnSqlite(1, 15, 0.066667, 1, false)]
    public async Task Tiny_split_ratio_is_another_only_beyond_its_rounding(
        DatabaseProvider provider, double firstNew, double firstOld, double secondNew, double secondOld, bool another)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        foreach (var (id, shares, old) in new[] { (1, firstNew, firstOld), (2, secondNew, secondOld) })
            await LoadAsync(database, Of(
                id, Later.AddDays(id), [Flat(0, 5), Flat(1, 5)], [CorporateAction.Split(Monday.AddDays(1), shares, old)]));

        await using var db = database.Open();
        Assert.Equal(another, await db.CorporateActions.AnyAsync(a => a.KnownTo != null));
    }

    private static DailyBar Flat(int day, double price, double? adjusted = null) =>
        new(Monday.AddDays(day), price, price, price, price, adjusted ?? price, 1_000);
}
