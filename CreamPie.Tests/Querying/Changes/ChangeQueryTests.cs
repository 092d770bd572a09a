using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Changes;

/// <summary>A mirror that asks with its cursor misses no change, whatever the order of the commits.</summary>
public sealed class ChangeQueryTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_new_costs_nothing_and_a_load_lists_its_stock_alone(DatabaseProvider provider)
    {
        await using var database = await WithStocksAsync(provider, "AAA", "BBB");
        var all = await AskAsync(database, null);
        await using (var db = database.Open())
            await db.Stocks.ExecuteUpdateAsync(s => s.SetProperty(x => x.Status, StockStatus.Late).SetProperty(x => x.LastPullAt, Noon()));

        var nothing = await AskAsync(database, all.Cursor);
        await LoadAsync(database, 11, "AAA");
        var loaded = await AskAsync(database, all.Cursor);

        Assert.Equal((true, "AAA BBB"), (all.Reset, Symbols(all)));
        Assert.Equal((false, "", all.Cursor), (nothing.Reset, Symbols(nothing), nothing.Cursor));
        Assert.Equal((false, "AAA"), (loaded.Reset, Symbols(loaded)));
        Assert.NotEqual(all.Items[0].Version, loaded.Items[0].Version);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pages_list_each_stock_once_in_the_order_of_the_changes(DatabaseProvider provider)
    {
        await using var database = await WithStocksAsync(provider, "AAA", "BBB", "CCC");
        await LoadAsync(database, 11, "AAA");
        var (cursor, pages) = ((string?)null, new List<ChangePage>());
        do
        {
            pages.Add(await AskAsync(database, cursor, limit: 2));
            cursor = pages[^1].Cursor;
        }
        while (pages[^1].More);

        Assert.Equal(["BBB CCC", "AAA"], pages.Select(Symbols));
        Assert.Equal([true, false], pages.Select(p => p.Reset));
    }

    /// <summary>Two loads at the same time: the one that wrote first commits last, after the mirror has asked.</summary>
    [Theory, OnPostgres]
    public async Task Change_that_commits_late_is_not_missed(DatabaseProvider provider)
    {
        await using var database = await WithStocksAsync(provider, "AAA", "BBB");
        var start = await AskAsync(database, null);
        await using var slow = database.Open();
        await using var late = await slow.Database.BeginTransactionAsync();
        (await slow.Stocks.SingleAsync(s => s.Symbol == "AAA")).RaiseVersion();
        await slow.SaveChangesAsync();
        await LoadAsync(database, 11, "BBB");

        var before = await AskAsync(database, start.Cursor);
        await late.CommitAsync();
        var after = await AskAsync(database, before.Cursor);

        Assert.Equal(("BBB", "AAA"), (Symbols(before), Symbols(after)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Deleted_stock_makes_the_list_begin_anew(DatabaseProvider provider)
    {
        await using var database = await WithStocksAsync(provider, "AAA", "BBB");
        await database.AddAsync(Tracked("NEW"));
        var start = await AskAsync(database, null);
        await using (var db = database.Open())
            await db.Stocks.Where(s => s.Symbol == "NEW").ExecuteDeleteAsync();

        var anew = await AskAsync(database, start.Cursor);

        Assert.Equal((true, "AAA BBB"), (anew.Reset, Symbols(anew)));
    }

    [Theory]
    [OnSqlite(false), OnSqlite(true), OnPostgres(false), OnPostgres(true)]
    public async Task Backup_that_was_put_back_makes_the_list_begin_anew(DatabaseProvider provider, bool isLoadedSince)
    {
        await using var database = await WithStocksAsync(provider, "AAA", "BBB");
        await using var backup = await DatabaseBackup.OfAsync(database);
        await LoadAsync(database, 11, "AAA");
        await LoadAsync(database, 12, "BBB");
        var start = await AskAsync(database, null);

        await backup.RestoreAsync();
        if (isLoadedSince)
            await LoadAsync(database, 13, "BBB");
        var anew = await AskAsync(database, start.Cursor);

        Assert.Equal((true, "AAA BBB"), (anew.Reset, Symbols(anew)));
        Assert.False((await AskAsync(database, anew.Cursor)).Reset);
    }

    [Theory]
    [InlineData("x"), InlineData("Yy4x"), InlineData("Yy4xLjIuMy40LjUuLTY"), InlineData("Yy4xLjk5OTk5OTk5OTkuMy40LjUuNg")]
    public void Foreign_cursor_is_refused(string text) => Assert.False(ChangeCursor.TryRead(text, out _));

    private static DateTime Noon() => Today.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);

    private static string Symbols(ChangePage page) => string.Join(' ', page.Items.Select(i => i.Symbol));

    private static async Task<ChangePage> AskAsync(TestDatabase database, string? since, int limit = 100)
    {
        Assert.True(ChangeCursor.TryRead(since, out var cursor));
        return await database.Get<ChangeQuery>().ChangesAsync(Analyst, cursor, limit, CancellationToken.None);
    }

    private static async Task<TestDatabase> WithStocksAsync(DatabaseProvider provider, params string[] symbols)
    {
        var database = await DatabaseAsync(provider, Today);
        for (var i = 0; i < symbols.Length; i++)
            await LoadAsync(database, i + 1, symbols[i]);
        return database;
    }

    /// <summary>With a document of its own, as every load has.</summary>
    private static async Task LoadAsync(TestDatabase database, int id, string symbol)
    {
        var document = NewDocument(id, symbol);
        document.PlannedAt = Noon().AddMinutes(id);
        await database.AddAsync(document);
        await database.Services.LoadAsync(Captures.Of(id, Today.AddDays(id), [Captures.Bar(0, 10 + id)], symbol: symbol));
    }
}
