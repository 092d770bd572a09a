using System.Text;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>What older rules have loaded is judged anew, out of the archive.</summary>
public sealed class ReplayServiceTests
{
    private const string Rows = """
        Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
        2024-01-02,10,11,9,10,9.5,1000,0,0
        2024-01-03,11,12,10,11,10.5,1000,0,0
        2024-01-04,12,13,11,12,12,1000,0.5,0
        2024-01-05,13,14,12,13,13,1000,0,0
        """;

    private const string Later = """
        Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
        2024-01-08,13,14,12,13,13,1000,0,0
        2024-01-09,14,15,13,14,14,1000,0,0
        2024-01-10,15,16,14,15,15,1000,0,0
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task Bars_and_actions_of_older_rules_are_put_right(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await DropAsync(rig);
        var (right, actions) = (await rig.BarsAsync("FOO"), await rig.ActionsAsync("FOO"));
        await using var db = rig.Database.Open();
        await db.DailyBars.Where(b => b.Date == new DateOnly(2024, 1, 5)).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.Date, new DateOnly(2024, 1, 6)));
        await db.DailyBars.Where(b => b.Date == new DateOnly(2024, 1, 3)).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.Close, 22));
        await AddActionAsync(db, document, CorporateAction.Cash(new DateOnly(2024, 1, 5), ActionKind.Dividend, 0.5));
        await MarkAsync(db);

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.Equal(right.Select(b => (b.Date, b.Close)), (await rig.BarsAsync("FOO")).Select(b => (b.Date, b.Close)));
        Assert.Equal(actions, await rig.ActionsAsync("FOO"));
        Assert.Equal(
            [(new DateOnly(2024, 1, 3), 22.0), (new DateOnly(2024, 1, 6), 13)],
            (await db.BarRevisions.AsNoTracking().OrderBy(r => r.Date).ToListAsync()).Select(r => (r.Date, r.Close)));
        Assert.Equal(1, await db.CorporateActions.CountAsync(a => a.KnownTo != null));
        Assert.False((await rig.StockAsync("FOO"))!.NeedsReplay);
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replay_of_right_bars_changes_nothing(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await DropAsync(rig);
        var right = await rig.BarsAsync("FOO");
        await using var db = rig.Database.Open();
        var findings = await db.Findings.AsNoTracking().OrderBy(f => f.Id).ToListAsync();
        await MarkAsync(db);

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.Equivalent(right, await rig.BarsAsync("FOO"), strict: true);
        Assert.Equal(0, await db.BarRevisions.CountAsync());
        Assert.Equivalent(findings, await db.Findings.AsNoTracking().OrderBy(f => f.Id).ToListAsync(), strict: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Doubt_that_no_longer_holds_is_closed(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await DropAsync(rig);
        await using var db = rig.Database.Open();
        db.Findings.Add(new Finding
        {
            StockId = document.StockId!.Value,
            DocumentId = document.Id,
            Kind = FindingKind.SplitImplausible,
            Date = new DateOnly(2024, 1, 4),
            Seen = "An older parser saw a split.",
            Done = "Loaded.",
            FoundAt = document.KnownAt!.Value,
        });
        await db.SaveChangesAsync();
        await MarkAsync(db);

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        var finding = await db.Findings.AsNoTracking().SingleAsync(f => f.Kind == FindingKind.SplitImplausible);
        Assert.Equal("Replay", finding.ClosedBy);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unreadable_document_keeps_its_bars_and_the_rest_is_judged(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await DropAsync(rig);
        await rig.DropAsync("FOO_2.csv", Encoding.ASCII.GetBytes(Later));
        var (bars, actions) = (await rig.BarsAsync("FOO"), await rig.ActionsAsync("FOO"));
        File.Delete(Directory.GetFiles(rig.Database.Folder, $"{document.Sha256}*", SearchOption.AllDirectories).Single());
        await using var db = rig.Database.Open();
        await db.DailyBars.Where(b => b.Date == new DateOnly(2024, 1, 9)).ExecuteUpdateAsync(set => set.SetProperty(b => b.Close, 99));
        await MarkAsync(db);

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.Equal(bars.Select(b => (b.Date, b.Close)), (await rig.BarsAsync("FOO")).Select(b => (b.Date, b.Close)));
        Assert.Equal(actions, await rig.ActionsAsync("FOO"));
        Assert.False((await rig.StockAsync("FOO"))!.NeedsReplay);
        Assert.Equal(document.Id, (await db.Findings.SingleAsync(f => f.Kind == FindingKind.DocumentDoubt)).DocumentId);
        Assert.Equal(2, await db.LoadLedger.CountAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Newer_parser_judges_what_an_older_one_has_read_once(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await DropAsync(rig);
        await using var db = rig.Database.Open();
        await db.LoadLedger.ExecuteUpdateAsync(set => set.SetProperty(e => e.ParserVersion, 0));
        await db.DailyBars.ExecuteUpdateAsync(set => set.SetProperty(b => b.Close, 99));

        await rig.Get<ReplayService>().RunDueAsync(CancellationToken.None);

        Assert.DoesNotContain(await rig.BarsAsync("FOO"), b => b.Close == 99);
        Assert.Equal(document.ParserVersion, (await db.LoadLedger.SingleAsync()).ParserVersion);
        await db.LoadLedger.ExecuteUpdateAsync(set => set.SetProperty(e => e.ParserVersion, 0));
        var again = new ParserUpgrade(rig.Get<MaintenanceSchedule>(), rig.Get<SourceCatalog>());
        await again.MarkAsync(db, CancellationToken.None);
        Assert.False((await rig.StockAsync("FOO"))!.NeedsReplay);
    }

    private static Task<Document> DropAsync(IngestionRig rig) => rig.DropAsync("FOO.csv", Encoding.ASCII.GetBytes(Rows));

    private static Task MarkAsync(CreamPieDbContext db) =>
        db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsReplay, true));

    private static async Task AddActionAsync(CreamPieDbContext db, Document document, CorporateAction action)
    {
        db.CorporateActions.Add(new CorporateActionRow
        {
            StockId = document.StockId!.Value,
            ExDate = action.ExDate,
            Kind = action.Kind,
            Amount = action.Amount,
            Exact = true,
            KnownFrom = document.KnownAt!.Value,
            CapturedAt = document.CapturedAt!.Value,
            DocumentId = document.Id,
        });
        await db.SaveChangesAsync();
    }
}
