using System.Globalization;
using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion;

/// <summary>Documents that contradict each other end the same in every order of arrival.</summary>
public sealed class ContradictionTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    /// <summary>60 days, the earliest capture.</summary>
    private static readonly File First = new("FOO.csv", Rows(0, 60, day => 100 + day));

    /// <summary>The same days and one more, other prices.</summary>
    private static readonly File Rewrite = new("FOO (1).csv", Rows(0, 61, day => 300 - 2 * day));

    /// <summary>Later days of the rewrite.</summary>
    private static readonly File RewriteGoesOn = new("FOO (2).csv", Rows(30, 64, day => 300 - 2 * day));

    /// <summary>Later days of the first.</summary>
    private static readonly File FirstGoesOn = new("FOO (3).csv", Rows(30, 66, day => 100 + day));

    /// <summary>Twenty days, captured before all others.</summary>
    private static readonly File Short = new("FOO (4).csv", Rows(10, 30, day => 7 + day % 3));

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task Earlier_account_stands_whichever_file_came_first(DatabaseProvider provider)
    {
        foreach (var order in Orders(First, Rewrite))
        {
            await using var rig = await IngestionRig.StartAsync(provider);
            await DropAsync(rig, order);

            await ServesAsync(rig, 60, day => 100 + day);
            await EndedAsync(rig, First, DocumentState.Loaded);
            await EndedAsync(rig, Rewrite, DocumentState.Quarantined);
        }
    }

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task Every_order_of_two_accounts_serves_the_same_bars(DatabaseProvider provider)
    {
        foreach (var order in Orders(First, Rewrite, RewriteGoesOn, FirstGoesOn))
        {
            await using var rig = await IngestionRig.StartAsync(provider);
            await DropAsync(rig, order);

            await ServesAsync(rig, 66, day => 100 + day);
            await EndedAsync(rig, FirstGoesOn, DocumentState.Loaded);
            await EndedAsync(rig, RewriteGoesOn, DocumentState.Quarantined);
        }
    }

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task Short_wrong_file_gives_way_to_a_whole_history(DatabaseProvider provider)
    {
        foreach (var order in Orders(Short, First, FirstGoesOn))
        {
            await using var rig = await IngestionRig.StartAsync(provider);
            await DropAsync(rig, order);

            await ServesAsync(rig, 66, day => 100 + day);
            await EndedAsync(rig, Short, DocumentState.Quarantined);
        }
    }

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task Bars_that_a_contradiction_removes_stay_as_revisions(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await DropAsync(rig, [Rewrite, First]);

        await using var db = rig.Database.Open();
        var kept = await db.BarRevisions.OrderBy(r => r.Date).ToListAsync();
        Assert.Equal(61, kept.Count);
        Assert.Equal(Enumerable.Range(0, 61).Select(day => 300.0 - 2 * day), kept.Select(r => r.Close));
        Assert.All(kept, r => Assert.True(r.KnownTo > r.KnownFrom));
        var told = await db.Findings.SingleAsync(f => f.Kind == FindingKind.DocumentOverruled && f.ClosedAt == null);
        Assert.Equal((await rig.DocumentsAsync()).Single(d => d.FileName == Rewrite.Name).Id, told.DocumentId);
    }

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task Accepted_rewrite_stands_in_every_order(DatabaseProvider provider)
    {
        foreach (var order in Orders(First, Rewrite))
        {
            await using var rig = await IngestionRig.StartAsync(provider);
            await DropAsync(rig, order);
            var refused = (await rig.DocumentsAsync()).Single(d => d.State == DocumentState.Quarantined);

            await rig.Get<DeadLetterRetries>().AcceptAsync(Caller.System, refused.Id, CancellationToken.None);
            await rig.RunAsync();
            await DropAsync(rig, [RewriteGoesOn, Short, FirstGoesOn]);

            await ServesAsync(rig, 64, day => 300 - 2 * day);
            await EndedAsync(rig, Rewrite, DocumentState.Loaded);
            await EndedAsync(rig, FirstGoesOn, DocumentState.Quarantined);
        }
    }

    [Theory]
    [OnSqlite, OnPostgres]
    public async Task File_that_contradicts_a_retired_listing_is_refused_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await DropAsync(rig, [First]);
        await using (var db = rig.Database.Open())
        {
            await db.Stocks.ExecuteUpdateAsync(set => set
                .SetProperty(s => s.Symbol, "FOO=1").SetProperty(s => s.FormerSymbol, "FOO").SetProperty(s => s.Status, StockStatus.Retired)
                .SetProperty(s => s.ListedUntil, Day(100)));
            db.Stocks.Add(new Stock
            {
                Symbol = "FOO",
                Status = StockStatus.Imported,
                FirstTradeDate = Day(101),
                FirstSession = Day(101),
                Version = 5,
            });
            await db.SaveChangesAsync();
        }

        await DropAsync(rig, [Rewrite]);

        await EndedAsync(rig, Rewrite, DocumentState.Quarantined);
        Assert.Empty(await rig.RunAsync());
        Assert.Equal(60, (await rig.BarsAsync("FOO=1")).Count);
    }

    private sealed record File(string Name, string Text);

    private static IEnumerable<File[]> Orders(params File[] files) => files.Length == 0
        ? [[]]
        : files.SelectMany(f => Orders([.. files.Except([f])]).Select(rest => (File[])[f, .. rest]));

    private static async Task DropAsync(IngestionRig rig, IEnumerable<File> files)
    {
        foreach (var file in files)
            await rig.DropAsync(file.Name, Encoding.ASCII.GetBytes(file.Text));
    }

    private static async Task ServesAsync(IngestionRig rig, int days, Func<int, double> close)
    {
        var series = await rig.SeriesAsync("FOO");
        Assert.Equal(Enumerable.Range(0, days).Select(d => (Day(d), close(d))), series.Bars!.Select(b => (b.Date, b.Close)));
    }

    private static async Task EndedAsync(IngestionRig rig, File file, DocumentState state)
    {
        var document = (await rig.DocumentsAsync()).Single(d => d.FileName == file.Name);
        Assert.Equal((file.Name, state), (document.FileName, document.State));
        Assert.Equal(state == DocumentState.Quarantined ? Reason.MassRewrite : null, document.Reason);
    }

    private static DateOnly Day(int index) => Monday.AddDays(index / 5 * 7 + index % 5);

    private static string Rows(int first, int end, Func<int, double> close) => "Date,Open,High,Low,Close,Adj Close,Volume\n"
        + string.Concat(Enumerable.Range(first, end - first).Select(day =>
        {
            var c = close(day);
            return string.Create(CultureInfo.InvariantCulture, $"{Day(day):yyyy-MM-dd},{c},{c + 1},{c - 1},{c},{c},1000\n");
        }));
}
