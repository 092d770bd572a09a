using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Backups;

/// <summary>The local disk fails, and the bucket does not: the sentence names the folder.</summary>
public sealed class BucketDiskFaultTests
{
    [Fact]
    public async Task Scratch_folder_that_is_a_file_is_told_as_such_by_backup_and_drill()
    {
        var (place, settings, server) = await PlaceAsync();
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Sqlite, settings);
        await rig.Get<Backup>().MakeAsync(place, CancellationToken.None);
        var scratch = Path.Combine(rig.Database.Folder, "backup");
        Directory.Delete(scratch, recursive: true);
        await File.WriteAllTextAsync(scratch, "");

        BackupRun[] runs =
        [
            await rig.Get<BackupRuns>().BackUpAsync(place, CancellationToken.None),
            await rig.Get<BackupRuns>().DrillAsync(place, CancellationToken.None),
        ];

        Assert.All(runs, run => AssertIsOfFolder(run, scratch, server));
    }

    [TmpfsFact]
    public async Task Full_disk_of_the_scratch_folder_is_told_as_such_by_backup_and_drill()
    {
        var (place, settings, server) = await PlaceAsync();
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Sqlite, settings);
        await rig.Get<Backup>().MakeAsync(place, CancellationToken.None);
        var scratch = Path.Combine(rig.Database.Folder, "backup");
        Tmpfs.Mount(scratch, "64k");
        try
        {
            var drill = await rig.Get<BackupRuns>().DrillAsync(place, CancellationToken.None);
            AssertIsOfFolder(drill, scratch, server);
            Assert.Contains("No space left on device", drill.Detail!, StringComparison.Ordinal);
            var backup = await rig.Get<BackupRuns>().BackUpAsync(place, CancellationToken.None);
            Assert.StartsWith($"The disk of {scratch}/", backup.Detail!, StringComparison.Ordinal);
            Assert.Contains(" is full", backup.Detail!, StringComparison.Ordinal);
        }
        finally
        {
            Tmpfs.Unmount(scratch);
        }
    }

    /// <summary>The scratch folder of the bucket's parts is on another disk.</summary>
    [TmpfsFact]
    public async Task Full_disk_of_the_drill_is_told_as_such()
    {
        var (place, settings, server) = await PlaceAsync();
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Sqlite, settings);
        await rig.Get<Backup>().MakeAsync(place, CancellationToken.None);
        var folder = Path.Combine(rig.Database.Folder, "drill");
        Directory.CreateDirectory(folder);
        Tmpfs.Mount(folder, "64k");
        try
        {
            var run = await rig.Get<BackupRuns>().DrillAsync(place, CancellationToken.None);

            Assert.StartsWith(
                $"The folder {folder} cannot hold a copy of the database, which the drill needs: No space left on device",
                run.Detail!, StringComparison.Ordinal);
            Assert.DoesNotContain(server, run.Detail!, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Tmpfs.Unmount(folder);
        }
    }

    [Fact]
    public async Task Full_disk_fails_a_download_as_the_disk_and_a_lost_server_as_the_bucket()
    {
        await using var server = await S3Server.StartNewAsync();
        using var files = new BucketFiles(server.Options());
        var folder = Directory.CreateTempSubdirectory("creampie-parts-").FullName;
        var path = Path.Combine(folder, "part");
        await File.WriteAllBytesAsync(path, new byte[1_000]);
        await files.UploadAsync("part", path, CancellationToken.None);

        var full = await Assert.ThrowsAsync<IOException>(() => files.DownloadAsync("part", "/dev/full", CancellationToken.None));
        Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FileNotFoundException>(() => files.UploadAsync("part", path + "2", CancellationToken.None));
        await server.KillAsync();

        foreach (var ask in (Func<Task>[])[() => DownloadAsync(files, path), () => files.UploadAsync("part", path, CancellationToken.None)])
        {
            var away = await Assert.ThrowsAsync<ArchiveAwayException>(ask);
            Assert.Contains(server.Endpoint, away.Message, StringComparison.Ordinal);
        }
        Directory.Delete(folder, recursive: true);
    }

    private static Task DownloadAsync(BucketFiles files, string path) => files.DownloadAsync("part", path, CancellationToken.None);

    private static void AssertIsOfFolder(BackupRun run, string folder, string server)
    {
        Assert.Equal(BackupOutcome.Failed, run.Outcome);
        Assert.StartsWith($"The folder {folder} cannot hold the parts of a backup: ", run.Detail!, StringComparison.Ordinal);
        Assert.Contains("Storage__Path", run.Detail!, StringComparison.Ordinal);
        Assert.DoesNotContain(server, run.Detail!, StringComparison.Ordinal);
    }

    private static async Task<(string Place, Dictionary<string, string?> Settings, string Server)> PlaceAsync()
    {
        var options = await S3Server.SharedAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Backups:Endpoint"] = options.Endpoint,
            ["Backups:AccessKey"] = options.AccessKey,
            ["Backups:SecretKey"] = options.SecretKey,
        };
        return ($"s3://{options.Bucket}/{options.Prefix}creampie", settings, options.Endpoint!);
    }
}
