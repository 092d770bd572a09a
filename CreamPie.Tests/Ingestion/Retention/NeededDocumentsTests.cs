using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Retention;

/// <summary>What a number refers to keeps its bytes, and so does what may run again.</summary>
public sealed class NeededDocumentsTests
{
    private static readonly DateOnly Day = new(2024, 1, 3);
    private static readonly DateTime Then = new(2024, 1, 9, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [OnSqlite("bar"), OnSqlite("revision"), OnSqlite("action"), OnSqlite("ended"), OnSqlite("listed"), OnSqlite("restatement")]
    [OnSqlite("finding"), OnSqlite("winner"), OnSqlite("name")]
    [OnPostgres("bar"), OnPostgres("revision"), OnPostgres("action"), OnPostgres("ended"), OnPostgres("listed")]
    [OnPostgres("restatement"), OnPostgres("finding"), OnPostgres("winner"), OnPostgres("name")]
    public async Task Document_that_something_refers_to_keeps_its_bytes(DatabaseProvider provider, string what)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await ReferAsync(rig, what);

        Assert.Empty(await rig.ApplyAsync());
    }

    [Theory]
    [OnSqlite(DocumentState.Archived), OnSqlite(DocumentState.Waiting), OnSqlite(DocumentState.Quarantined), OnSqlite(DocumentState.Dead)]
    [OnSqlite(DocumentState.Superseded)]
    public async Task Document_that_may_run_again_keeps_its_bytes(DatabaseProvider provider, DocumentState state)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await using (var db = rig.Rig.Database.Open())
        {
            await db.Documents.Where(d => d.Id == rig.Between.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state));
        }

        Assert.Empty(await rig.ApplyAsync());
    }

    [Theory, OnSqlite]
    public async Task Document_that_a_worker_has_keeps_its_bytes(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await using (var db = rig.Rig.Database.Open())
            await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseOwner, "worker"));

        Assert.Empty(await rig.ApplyAsync());
    }

    private static async Task ReferAsync(RetentionRig rig, string what)
    {
        await using var db = rig.Rig.Database.Open();
        var stock = (await db.Stocks.SingleAsync(s => s.Symbol == RetentionRig.Symbol)).Id;
        var (id, source) = (rig.Between.Id, (await db.DailyBars.OrderBy(b => b.Date).FirstAsync()).Source);
        var bar = await db.DailyBars.AsNoTracking().SingleAsync(b => b.Date == Day);
        switch (what)
        {
            case "bar":
                await db.DailyBars.Where(b => b.Date == Day).ExecuteUpdateAsync(set => set.SetProperty(b => b.DocumentId, id));
                break;
            case "revision":
                bar.DocumentId = id;
                db.BarRevisions.Add(BarRevision.Of(bar, bar.KnownSince.AddDays(1)));
                break;
            case "action" or "ended":
                db.CorporateActions.Add(new CorporateActionRow
                {
                    StockId = stock,
                    ExDate = Day,
                    Kind = ActionKind.Dividend,
                    KnownFrom = Then,
                    Amount = 1,
                    CapturedAt = Then,
                    DocumentId = what == "action" ? id : rig.First.Id,
                    EndedByDocumentId = what == "ended" ? id : null,
                });
                break;
            case "listed":
                db.ListedActions.Add(new ListedAction
                {
                    StockId = stock,
                    ExDate = Day,
                    Kind = ActionKind.Dividend,
                    Amount = 1,
                    DocumentId = id,
                });
                break;
            case "restatement":
                db.Add(new AdjustmentRevision
                {
                    StockId = stock,
                    Source = source,
                    BeforeDate = Day,
                    KnownFrom = Then,
                    Factor = 0.9,
                    DocumentId = id,
                });
                break;
            case "finding":
                db.Findings.Add(new Finding
                {
                    StockId = stock,
                    DocumentId = id,
                    Kind = FindingKind.DocumentDoubt,
                    Seen = "A doubt.",
                    Done = "Nothing.",
                    FoundAt = Then,
                    ClosedAt = Then,
                    ClosedBy = "somebody",
                });
                break;
            // The others lack a day that this one has.
            case "winner":
                foreach (var other in await db.LoadLedger.Where(e => e.DocumentId != id).ToListAsync())
                    other.MissingDays = [Day];
                break;
            case "name":
                await db.LoadLedger.Where(e => e.DocumentId == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, "Foo Inc."));
                break;
        }
        await db.SaveChangesAsync();
    }
}
