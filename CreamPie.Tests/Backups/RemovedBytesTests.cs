using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion.Retention;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Backups;

/// <summary>What the retention policy removed is nothing that was lost, to whatever verifies, backs up or rebuilds.</summary>
public sealed class RemovedBytesTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Removed_bytes_are_no_fault_of_installation_and_backup(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        await rig.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        rig.Pass(401);
        await rig.ApplyAsync();
        await rig.CleanUpAsync();
        var folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

        Assert.Empty((await rig.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
        var sample = await rig.Get<ArchiveSample>().ReadAsync(0, CancellationToken.None);
        Assert.Equal((2, 0), (sample.Read, sample.Missing.Count));
        var made = await rig.Get<Backup>().MakeAsync(folder, CancellationToken.None);
        Assert.Equal((2, 0), (made.Manifest.FileCount, made.Manifest.Damaged.Count));
        Assert.Empty((await rig.Get<BackupCheck>().RunAsync(folder, null, CancellationToken.None)).Faults);
        Directory.Delete(folder, recursive: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Rebuild_keeps_the_row_and_serves_the_same(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        rig.Pass(401);
        await rig.ApplyAsync();
        await rig.CleanUpAsync();
        var content = await BackupRig.ContentAsync(rig.Rig.Database);
        await using var empty = await EmptyAsync(provider, rig);

        var rebuilt = await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);

        Assert.Equal((2, 1), (rebuilt.Loaded, rebuilt.Removed));
        Assert.Empty(rebuilt.Lost.Concat(rebuilt.Refused));
        Assert.Empty(content.ServedDifferencesOf(rebuilt.Content));
        await using var db = empty.Open();
        var removed = await db.Documents.FindAsync(rig.Between.Id);
        Assert.Equal((DocumentState.Superseded, 400), (removed!.State, removed.KeptDays));
    }

    /// <summary>All bars have the restating file's id; the first file tells since when their prices are known.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Rebuild_after_a_restatement_knows_bars_since_the_same_time(DatabaseProvider provider)
    {
        await using var rig = await RetentionRig.StartAsync(provider);
        var restating = await rig.DropRestatedAsync("20240115", "");
        await rig.DropRestatedAsync("20240116", "\n");
        await using var db = rig.Rig.Database.Open();
        Assert.Equal([restating.Id], await db.DailyBars.Select(b => b.DocumentId).Distinct().ToListAsync());
        rig.Pass(401);

        Assert.Equal([rig.Between.Id, rig.Last.Id], await rig.ApplyAsync());

        await rig.CleanUpAsync();
        var bars = await db.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync();
        await using var empty = await EmptyAsync(provider, rig);
        await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);
        await using var rebuilt = empty.Open();
        Assert.Equal(
            bars.Select(b => (b.Date, b.AdjClose, b.KnownSince)),
            (await rebuilt.DailyBars.AsNoTracking().OrderBy(b => b.Date).ToListAsync()).Select(b => (b.Date, b.AdjClose, b.KnownSince)));
        Assert.Equal(
            await db.AdjustmentRevisions.Select(r => r.Factor).ToListAsync(),
            await rebuilt.AdjustmentRevisions.Select(r => r.Factor).ToListAsync());
    }

    private static Task<TestDatabase> EmptyAsync(DatabaseProvider provider, RetentionRig rig)
    {
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = rig.Rig.Database.Folder };
        if (provider == DatabaseProvider.Sqlite)
            settings["ConnectionStrings:CreamPie"] = $"Data Source={Path.Combine(rig.Rig.Database.Folder, "rebuilt.db")}";
        return TestDatabase.CreateAsync(provider, settings);
    }
}
