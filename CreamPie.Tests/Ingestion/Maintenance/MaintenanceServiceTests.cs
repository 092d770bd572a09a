using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Maintenance;

/// <summary>Maintenance tasks: requeued crash loops, invariant checks and retried transient dead letters.</summary>
public class MaintenanceServiceTests
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly GeneratedMarket Market = new(80);

    [Theory, OnSqlite, OnPostgres]
    public async Task Crash_loop_is_requeued_once_after_a_rest(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 80), CancellationToken.None);
        await DieAsync(rig, crashes: 2);
        await rig.RunAsync();
        Assert.Equal((DocumentState.Dead, Reason.CrashLoop), await StateAsync(rig, document.Id));

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.Equal(DocumentState.Dead, (await StateAsync(rig, document.Id)).State);

        await RestAsync(rig);
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.Equal(DocumentState.Archived, (await StateAsync(rig, document.Id)).State);

        await DieAsync(rig, crashes: null);
        await rig.RunAsync();
        Assert.Equal((DocumentState.Dead, Reason.CrashLoop), await StateAsync(rig, document.Id));
        await RestAsync(rig);
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.Equal(DocumentState.Dead, (await StateAsync(rig, document.Id)).State);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Requeued_document_that_no_longer_crashes_is_loaded(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.Get<FileImport>().ImportAsync(Caller.System, "FOO.html", Market.Page("FOO", 80), CancellationToken.None);
        await DieAsync(rig, crashes: 2);
        await rig.RunAsync();
        await RestAsync(rig);

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        await rig.RunAsync();

        var loaded = await rig.DocumentAsync(document.Id);
        Assert.Equal((DocumentState.Loaded, 0), (loaded.State, loaded.Crashes));
    }

    [Theory]
    [OnSqlite("loaded"), OnSqlite("bars"), OnSqlite("lease"), OnSqlite("hash"), OnSqlite("summary")]
    [OnPostgres("loaded"), OnPostgres("bars"), OnPostgres("lease"), OnPostgres("hash"), OnPostgres("summary")]
    public async Task Each_violated_invariant_is_reported(DatabaseProvider provider, string which)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        await using (var db = rig.Database.Open())
        {
            if (which is "loaded" or "bars")
            {
                await db.LoadLedger.ExecuteDeleteAsync();
                await db.LedgerSummaries.ExecuteDeleteAsync();
            }
            if (which == "bars")
                await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Dead));
            if (which == "lease")
                await db.Documents.ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.State, DocumentState.Archived)
                    .SetProperty(d => d.LeaseUntil, LongAgo)
                    .SetProperty(d => d.NextAttempt, LongAgo));
            if (which == "summary")
                await db.LoadLedger.ExecuteUpdateAsync(set => set.SetProperty(e => e.CashBasisDate, new DateOnly(2001, 1, 1)));
            if (which == "hash")
                await File.AppendAllTextAsync(FileOf(rig, document.Sha256!), "!");
        }

        var broken = Assert.Single(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
        Assert.Contains(which == "summary" ? "summary of FOO" : $"ocument {document.Id}", broken, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Wrong_and_damaged_summaries_are_removed_and_the_others_stay(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        foreach (var symbol in new[] { "BAR", "CUT", "FOO", "OLD" })
            await rig.DropAsync($"{symbol}.html", Market.Page(symbol, 80));
        await using var db = rig.Database.Open();
        var ids = await db.Stocks.ToDictionaryAsync(s => s.Symbol, s => s.Id);
        var (foo, cut, old) = (ids["FOO"], ids["CUT"], ids["OLD"]);
        await db.LoadLedger.Where(e => e.StockId == foo)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.CashBasisDate, new DateOnly(2001, 1, 1)));
        var whole = await db.LedgerSummaries.Where(s => s.StockId == cut).Select(s => s.Content).SingleAsync();
        await db.LedgerSummaries.Where(s => s.StockId == cut)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Content, whole[..^3]));
        await db.LedgerSummaries.Where(s => s.StockId == old)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Content, new byte[] { 255 }));

        var found = await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None);

        Assert.Equal(2, found.Count);
        Assert.All(found, sentence => Assert.EndsWith("It was removed: reads take the ledger.", sentence, StringComparison.Ordinal));
        Assert.Equal(
            [ids["BAR"], old], await db.LedgerSummaries.OrderBy(s => s.StockId).Select(s => s.StockId).ToListAsync());
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(CancellationToken.None));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Due_tasks_run_once_per_period_across_processes(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        await using var db = rig.Database.Open();
        var scheduled = db.MaintenanceTasks
            .Where(t => t.Name != MaintenanceTask.RecordClock)
            .OrderBy(t => t.Name)
            .Select(t => new { t.Name, t.NextRun });
        var tasks = await scheduled.ToListAsync();
        Assert.Equal(
            [
                MaintenanceTask.CheckInvariants, MaintenanceTask.CompressArchive, MaintenanceTask.ExpireAudit,
                MaintenanceTask.ExpireSessions, MaintenanceTask.RetryDeadLetters, MaintenanceTask.TidyArchive,
                MaintenanceTask.VerifyArchive,
            ],
            tasks.Select(t => t.Name));

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);

        Assert.Equal(tasks, await scheduled.ToListAsync());
    }

    [Theory, InlineData("0", null), InlineData("24", 24), InlineData("1", 1)]
    public async Task Archived_files_are_read_back_as_often_as_set(string setting, int? hours)
    {
        await using var rig = await IngestionRig.StartAsync(
            DatabaseProvider.Sqlite, settings: _ => new() { ["Storage:VerifyHours"] = setting });
        await using var db = rig.Database.Open();
        var now = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);

        var next = await db.MaintenanceTasks.Where(t => t.Name == MaintenanceTask.VerifyArchive)
            .Select(t => (DateTime?)t.NextRun).SingleOrDefaultAsync();
        Assert.Equal(hours, next is { } at ? (int)Math.Round((at - now).TotalHours) : null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Unreadable_file_is_reported_and_the_others_are_checked(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var first = await rig.DropAsync("FOO.html", Market.Page("FOO", 80));
        var second = await rig.DropAsync("BAR.html", Market.Page("BAR", 80));
        // A sparse file too large to read at once: an IOException even for root.
        using (var file = File.OpenWrite(FileOf(rig, first.Sha256!)))
            file.SetLength(3L << 30);
        await File.AppendAllTextAsync(FileOf(rig, second.Sha256!), "!");

        var broken = await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None);

        Assert.Equal([$"Document {first.Id}", $"Document {second.Id}"], broken.Select(b => b.Split(':')[0]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Transient_dead_letters_are_retried_once_a_day(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var failed = await FailedAsync(rig);

        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.True((await rig.StockAsync("AAA"))!.NextDue < failed);

        failed = await FailedAsync(rig);
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.Equal(failed, (await rig.StockAsync("AAA"))!.NextDue);

        // A manual retry.
        Assert.Equal(1, await rig.Get<MaintenanceService>().RetryTransientAsync(CancellationToken.None));

        failed = await FailedAsync(rig);
        await using (var db = rig.Database.Open())
            await db.MaintenanceTasks
                .Where(t => t.Name == MaintenanceTask.RetryDeadLetters)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.NextRun, LongAgo));
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.True((await rig.StockAsync("AAA"))!.NextDue < failed);
    }

    /// <summary>A stock whose last pull died of a transient fault and that is not due for years.</summary>
    private static async Task<DateTime> FailedAsync(IngestionRig rig)
    {
        var later = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await rig.TrackAsync("AAA");
        await rig.Get<Planner>().PlanDueAsync(CancellationToken.None);
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DocumentState.Dead).SetProperty(d => d.Reason, Reason.Network));
        await db.Stocks.ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, StockStatus.Failing).SetProperty(s => s.NextDue, later));
        return later;
    }

    /// <summary>Leaves the document as a worker that died while reading does.</summary>
    private static async Task DieAsync(IngestionRig rig, int? crashes)
    {
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set
            .SetProperty(d => d.LeaseOwner, "dead")
            .SetProperty(d => d.LeaseUntil, LongAgo)
            .SetProperty(d => d.Crashes, d => crashes ?? d.Crashes));
    }

    private static async Task RestAsync(IngestionRig rig)
    {
        await using var db = rig.Database.Open();
        await db.Documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttempt, LongAgo));
    }

    private static async Task<(DocumentState State, Reason? Reason)> StateAsync(IngestionRig rig, int id)
    {
        var document = await rig.DocumentAsync(id);
        return (document.State, document.Reason);
    }

    private static string FileOf(IngestionRig rig, string sha256) =>
        Path.Combine(rig.Database.Folder, "archive", sha256[..2], sha256[2..4], sha256 + ".bin");
}
