using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion.Retention;
using CreamPie.Tests.Support;

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
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = rig.Rig.Database.Folder };
        if (provider == DatabaseProvider.Sqlite)
            settings["ConnectionStrings:CreamPie"] = $"Data Source={Path.Combine(rig.Rig.Database.Folder, "rebuilt.db")}";
        await using var empty = await TestDatabase.CreateAsync(provider, settings);

        var rebuilt = await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);

        Assert.Equal((2, 1), (rebuilt.Loaded, rebuilt.Removed));
        Assert.Empty(rebuilt.Lost.Concat(rebuilt.Refused));
        Assert.Empty(content.ServedDifferencesOf(rebuilt.Content));
        await using var db = empty.Open();
        var removed = await db.Documents.FindAsync(rig.Between.Id);
        Assert.Equal((DocumentState.Superseded, 400), (removed!.State, removed.KeptDays));
    }
}
