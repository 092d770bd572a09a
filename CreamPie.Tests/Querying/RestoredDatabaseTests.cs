using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Querying.Changes;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying;

/// <summary>A backup is put back: what a client or a node has kept from before says nothing wrong.</summary>
public class RestoredDatabaseTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Theory]
    [OnSqlite(Interval.Daily), OnSqlite(Interval.Weekly)]
    [OnPostgres(Interval.Daily), OnPostgres(Interval.Weekly)]
    public async Task Load_after_a_restore_has_a_tag_of_its_own(DatabaseProvider provider, Interval interval)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await LoadAsync(database, 1, "TEST", 100);
        await using var backup = await DatabaseBackup.OfAsync(database);
        var atBackup = await TagAsync();
        await LoadAsync(database, 2, "TEST", 100, 200);
        var undone = await TagAsync();

        await backup.RestoreAsync();
        Assert.Equal(atBackup, await TagAsync());
        await LoadAsync(database, 2, "TEST", 100, 300);
        var other = await TagAsync();

        Assert.Equal(3, new HashSet<(string, long)> { atBackup, undone, other }.Count);
        Assert.Equal(3, new HashSet<string> { atBackup.Tag, undone.Tag, other.Tag }.Count);
        Assert.Equal(3, new HashSet<long> { atBackup.Version, undone.Version, other.Version }.Count);

        async Task<(string Tag, long Version)> TagAsync()
        {
            var answer = await database.Get<SeriesQuery>().BarsAsync(
                Analyst, Symbol.Parse("TEST"), new(Interval: interval), isKnown: _ => false, CancellationToken.None);
            return (answer!.Tag, answer.Series!.Version);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_loaded_after_a_restore_are_counted(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await LoadAsync(database, 1, "TEST", 1);
        await using (var db = database.Open())
            await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Current));
        await using var backup = await DatabaseBackup.OfAsync(database);
        await LoadAsync(database, 2, "TEST", 1, 1);
        Assert.Equal(2, await CountAsync());

        await backup.RestoreAsync();
        Assert.Equal(1, await CountAsync());
        await LoadAsync(database, 2, "TEST", 1, 1, 1);
        Assert.Equal(3, await CountAsync());

        async Task<int> CountAsync() =>
            (await database.Get<StockQuery>().TrackedAsync(Admin, null, null, new(), CancellationToken.None)).Items.Single().Bars;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Cards_are_ordered_by_the_restored_changes(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await LoadAsync(database, 1, "EVEN", 100, 101);
        await LoadAsync(database, 2, "TEST", 100);
        await using var backup = await DatabaseBackup.OfAsync(database);
        await LoadAsync(database, 3, "TEST", 100, 105);
        Assert.Equal(["TEST", "EVEN"], await RisingMostAsync());

        await backup.RestoreAsync();
        await LoadAsync(database, 3, "TEST", 100, 95);
        Assert.Equal(["EVEN", "TEST"], await RisingMostAsync());

        async Task<IEnumerable<string>> RisingMostAsync() =>
            (await database.Get<CardQuery>().CardsAsync(
                Analyst, new() { Order = StockOrder.Change, IsDescending = true }, CancellationToken.None)).Items.Select(c => c.Symbol);
    }

    [Theory]
    [OnSqlite(true), OnSqlite(false)]
    [OnPostgres(true), OnPostgres(false)]
    public async Task Pages_read_again_after_a_restore_although_something_changed_since(DatabaseProvider provider, bool losesStock)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAsync(Tracked("LOST"), Tracked("LATER"), NewDocument(1, "LOST"), NewDocument(2, "LATER"));
        using var recorder = new ChangeRecorder(database.Get<ChangeFeed>());
        Assert.True((await HearAsync()).IsIncomplete);
        await using var backup = await DatabaseBackup.OfAsync(database);
        await ChangeAsync("LOST");
        Assert.False((await HearAsync()).IsIncomplete);

        await backup.RestoreAsync();
        await ChangeAsync("LATER");
        Assert.True((await HearAsync()).IsIncomplete);

        await ChangeAsync("LOST");
        var next = await HearAsync();
        Assert.Equal(["LOST"], next.Symbols);
        Assert.False(next.IsIncomplete);

        async Task ChangeAsync(string symbol)
        {
            await using var db = database.Open();
            if (losesStock)
                await db.Stocks.Where(s => s.Symbol == symbol)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, s => s.Name + "Changed"));
            else
                await db.Documents.Where(d => d.Symbol == symbol)
                    .ExecuteUpdateAsync(set => set.SetProperty(d => d.Error, d => d.Error + "Changed"));
        }

        async Task<ChangeSet> HearAsync()
        {
            await database.Get<ChangeFeed>().PollAsync(CancellationToken.None);
            return await recorder.NextAsync();
        }
    }

    private static Task LoadAsync(TestDatabase database, int id, string symbol, params double[] closes) => database.Services.LoadAsync(
        Captures.Of(id, Today.AddDays(id), [.. closes.Select((close, day) => Captures.Bar(day, close))], symbol: symbol));
}
