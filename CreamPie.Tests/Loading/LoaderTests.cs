using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Loading;

public class LoaderTests
{
    private static readonly CloseDocument Closed = (_, _, _, _) => Task.FromResult(true);

    [Theory, OnSqlite, OnPostgres]
    public async Task First_load_inserts_every_bar_and_repeating_it_does_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var request = Of(1, Monday.AddDays(9), [Bar(0, 10), Bar(1, 11.123456789012345), Bar(2, 12)]);

        var first = await LoadAsync(database, request);
        var version = await VersionAsync();
        var second = await LoadAsync(database, request);

        Assert.Equal(new LoadCounts(3, 0, 0, 0), first);
        Assert.Equal(LoadCounts.None, second);
        var bars = await BarsAsync(database);
        Assert.Equal(request.Document.Bars, bars);
        await using var db = database.Open();
        Assert.True(version > 0);
        Assert.Equal(version, await VersionAsync());
        Assert.Equal(1, await db.LoadLedger.CountAsync());

        async Task<long> VersionAsync()
        {
            await using var db = database.Open();
            return (await db.Stocks.SingleAsync()).Version;
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Same_history_in_another_document_makes_no_revision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        DailyBar[] bars = [Bar(0, 10), Bar(1, 11)];
        await LoadAsync(database, Of(1, Monday.AddDays(9), bars));

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(10), bars));

        Assert.Equal(LoadCounts.None, counts);
        await using var db = database.Open();
        Assert.All(await db.DailyBars.ToListAsync(), bar => Assert.Equal(1, bar.DocumentId));
        Assert.Empty(await db.BarRevisions.ToListAsync());
        Assert.Empty(await db.AdjustmentRevisions.ToListAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Corrected_close_replaces_the_bar_and_keeps_a_revision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Bar(0, 10), Bar(1, 11)]));

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(10), [Bar(0, 10), Bar(1, 11.5)]));

        Assert.Equal(new LoadCounts(0, 1, 0, 1), counts);
        await using var db = database.Open();
        var revision = await db.BarRevisions.SingleAsync();
        Assert.Equal((11.0, 1, true), (revision.Close, revision.DocumentId, revision.Final));
        var bar = await db.DailyBars.SingleAsync(b => b.Date == Monday.AddDays(1));
        Assert.Equal((11.5, 2, revision.KnownTo), (bar.Close, bar.DocumentId, bar.KnownSince));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Provisional_row_is_replaced_without_a_listed_revision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(1), [Bar(0, 10), Bar(1, 11, final: false)]));

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(2), [Bar(0, 10), Bar(1, 12)]));

        Assert.Equal(new LoadCounts(0, 1, 0, 0), counts);
        await using var db = database.Open();
        Assert.False((await db.BarRevisions.SingleAsync()).Final);
        Assert.True((await db.DailyBars.SingleAsync(b => b.Date == Monday.AddDays(1))).Final);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task New_dividend_is_stored_as_one_factor_not_daily_revisions(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var before = Enumerable.Range(0, 300).Select(i => Bar(i, 100 + i * 0.25)).ToArray();
        const double Factor = 0.9931;
        var after = before.Select((b, i) => i < 250 ? b with { AdjClose = b.Close * Factor } : b).ToArray();
        await LoadAsync(database, Of(1, Monday.AddDays(400), before));

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(401), after));

        Assert.Equal(new LoadCounts(0, 250, 0, 0), counts);
        await using var db = database.Open();
        Assert.Empty(await db.BarRevisions.ToListAsync());
        var segments = await db.AdjustmentRevisions.OrderByDescending(a => a.BeforeDate).ToListAsync();
        Assert.Equal(Monday.AddDays(250), segments[^1].BeforeDate);
        Assert.Equal(1 / Factor, segments[^1].Factor, 1e-7);
        Assert.All(segments[..^1], s => Assert.Equal(1, s.Factor));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Late_document_skips_days_that_a_newer_capture_covers(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(10), [Bar(0, 10), Bar(1, 11)]));
        await LoadAsync(database, Of(2, Monday.AddDays(30), [Bar(0, 10), Bar(1, 11)]));

        var counts = await LoadAsync(database, Of(3, Monday.AddDays(20), [Bar(0, 99), Bar(1, 99), Bar(2, 12)]));

        Assert.Equal(new LoadCounts(1, 0, 2, 0), counts);
        Assert.Equal([10, 11, 12], (await BarsAsync(database)).Select(b => b.Close));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Day_missing_from_a_newer_document_stays_with_a_finding(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Bar(0, 10), Bar(1, 11), Bar(2, 12)]));

        await LoadAsync(database, Of(2, Monday.AddDays(10), [Bar(0, 10), Bar(2, 12)]));

        Assert.Equal(3, (await BarsAsync(database)).Count);
        await using var db = database.Open();
        Assert.Equal(Monday.AddDays(1), (await db.Findings.SingleAsync()).Date);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rounded_table_never_overrides_full_precision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Bar(0, 1.592667)]));

        await LoadAsync(database, Of(2, Monday.AddDays(10), [Bar(0, 1.59), Bar(1, 1.6)], precise: false));

        Assert.Equal([1.592667, 1.6], (await BarsAsync(database)).Select(b => b.Close));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Split_rescaling_the_whole_history_is_no_revision(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await LoadAsync(database, Of(1, Monday.AddDays(5), [Bar(0, 300), Bar(1, 303)]));
        var split = CorporateAction.Split(Monday.AddDays(6), 3, 1);
        DailyBar[] rescaled = [.. new[] { Bar(0, 300), Bar(1, 303) }.Select(b => b with
        {
            Open = b.Open / 3, High = b.High / 3, Low = b.Low / 3, Close = b.Close / 3, AdjClose = b.AdjClose / 3, Volume = b.Volume * 3,
        })];

        var counts = await LoadAsync(database, Of(2, Monday.AddDays(7), rescaled, [split]));

        Assert.Equal(new LoadCounts(0, 2, 0, 0), counts);
        await using var db = database.Open();
        Assert.Empty(await db.AdjustmentRevisions.ToListAsync());
        Assert.Equal(3, (await db.CorporateActions.SingleAsync()).ToAction().Ratio);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Load_with_a_lost_lease_writes_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var result = await database.Get<Loader>().LoadAsync(
            Of(1, Monday.AddDays(9), [Bar(0, 10)], [CorporateAction.Split(Monday, 2, 1)]),
            (_, _, _, _) => Task.FromResult(false),
            CancellationToken.None);

        Assert.IsType<LoadResult.LeaseLost>(result);
        await using var db = database.Open();
        Assert.Equal(
            0,
            await db.DailyBars.CountAsync() + await db.LoadLedger.CountAsync()
                + await db.CorporateActions.CountAsync() + await db.Stocks.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Exact_amount_outranks_a_rounded_one_in_either_order(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var exDate = Monday.AddDays(1);
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Bar(0, 10)], [CorporateAction.Cash(exDate, ActionKind.Dividend, 0.004)]));
        await LoadAsync(
            database,
            Of(2, Monday.AddDays(10), [Bar(0, 10)], [CorporateAction.Cash(exDate, ActionKind.Dividend, 0, exact: false)]));

        await using var db = database.Open();
        Assert.Equal(0.004, (await db.CorporateActions.SingleAsync(a => a.KnownTo == null)).Amount);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Concurrent_loads_of_a_new_symbol_create_one_stock(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(id =>
            Task.Run(() => LoadAsync(database, Of(id, Monday.AddDays(20 + id), [Bar(id, id)])))));

        await using var db = database.Open();
        Assert.Equal(8, await db.LoadLedger.CountAsync(e => e.StockId == db.Stocks.Single().Id));
        Assert.Equal(8, await db.DailyBars.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Document_read_by_two_parsers_does_not_block_the_next(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        DailyBar[] bars = [Bar(0, 10), Bar(1, 11)];
        await LoadAsync(database, Of(1, Monday.AddDays(9), bars));
        await LoadAsync(database, Of(1, Monday.AddDays(9), [Bar(0, 10), Bar(1, 12)]) with { ParserVersion = 2 });

        Assert.Equal(new LoadCounts(0, 0, 2, 0), await LoadAsync(database, Of(2, Monday.AddDays(8), bars)));
        Assert.Equal([10, 12], (await BarsAsync(database)).Select(b => b.Close));
    }

    internal static async Task<LoadCounts> LoadAsync(TestDatabase database, LoadRequest request)
    {
        var result = await database.Get<Loader>().LoadAsync(request, Closed, CancellationToken.None);
        return Assert.IsType<LoadResult.Loaded>(result).Counts;
    }

    internal static async Task<List<DailyBar>> BarsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.DailyBars.OrderBy(b => b.Date)
            .Select(b => new DailyBar(b.Date, b.Open, b.High, b.Low, b.Close, b.AdjClose, b.Volume, b.Final))
            .ToListAsync();
    }
}
