using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion.Maintenance;

public class MaintenanceScheduleTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Failed_task_runs_again_in_an_hour(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var document = await rig.DropAsync("FOO.html", new GeneratedMarket(80).Page("FOO", 80));
        var orphan = (await rig.Get<Archive>().StoreAsync("an orphan"u8.ToArray(), CancellationToken.None)).Sha256;
        var file = Path.Combine(rig.Database.Folder, "archive", orphan[..2], orphan[2..4], orphan + ".bin");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        var manifest = Path.Combine(rig.Database.Folder, "archive", "documents", $"{document.Id}.json");
        // Locks the manifest, so that the cleanup fails.
        await using (new FileStream(manifest, FileMode.Open, FileAccess.Read, FileShare.None))
            await Assert.ThrowsAnyAsync<IOException>(() => rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None));
        Assert.InRange(await NextRunInAsync(), TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(60));

        await using (var db = rig.Database.Open())
            await db.MaintenanceTasks.ExecuteUpdateAsync(set => set.SetProperty(t => t.NextRun, DateTime.UnixEpoch));
        await rig.Get<MaintenanceService>().RunDueAsync(CancellationToken.None);
        Assert.InRange(await NextRunInAsync(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.False(File.Exists(file));

        async Task<TimeSpan> NextRunInAsync()
        {
            await using var db = rig.Database.Open();
            var now = await rig.Get<DatabaseClock>().NowAsync(db, CancellationToken.None);
            return (await db.MaintenanceTasks.SingleAsync(t => t.Name == MaintenanceTask.TidyArchive)).NextRun - now;
        }
    }
}
