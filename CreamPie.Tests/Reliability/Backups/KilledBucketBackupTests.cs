using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Storage;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Backups;
using CreamPie.Tests.Reliability.Crashes;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Reliability.Backups;

/// <summary>SIGKILL while a backup is sent to a bucket: the last good one stays, and the next attempt succeeds.</summary>
[Trait("Lane", "Reliability")]
[Collection(CrashGroup.Name)]
public sealed class KilledBucketBackupTests
{
    [Theory, OnSqlite("database.sqlite"), OnSqlite("files.gz"), OnPostgres("database.pgdump")]
    public async Task Killed_backup_into_a_bucket_leaves_the_last_good_one(DatabaseProvider provider, string sent)
    {
        var options = await S3Server.SharedAsync();
        using var bucket = new BucketFiles(options);
        using var store = S3Server.StoreOf(options);
        var place = $"s3://{options.Bucket}/{options.Prefix}creampie";
        var keys = new Dictionary<string, string?>
        {
            ["Backups:Endpoint"] = options.Endpoint,
            ["Backups:AccessKey"] = options.AccessKey,
            ["Backups:SecretKey"] = options.SecretKey,
        };
        await using var rig = await BackupRig.StartAsync(provider, keys);
        var settings = new Dictionary<string, string>(CrashSettings.For(rig.Database, provider)) { ["Storage__MinFreePercent"] = "0" };
        foreach (var (key, value) in keys)
            settings[key.Replace(":", "__", StringComparison.Ordinal)] = value!;
        var good = await rig.Get<Backup>().MakeAsync(place, CancellationToken.None);
        await rig.ChangeAsync();

        await KillAsync(settings, place, bucket, store, good.Manifest.Name, sent);

        var left = await rig.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None);
        Assert.Empty(left.Faults);
        Assert.Equal(good.Manifest.Name, left.Backup.Name);
        var (code, line, errors) = await CommandProcess.RunAsync(settings, "backup", "--to", place);
        Assert.True(code == 0, errors);
        Assert.Contains("2 symbols", line, StringComparison.Ordinal);
        var whole = await rig.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None);
        Assert.Empty(whole.Faults);
        Assert.Equal(3, whole.Files);
    }

    /// <summary>A backup that was whole before its end is taken away, and is begun again.</summary>
    private static async Task KillAsync(
        Dictionary<string, string> settings, string place, BucketFiles bucket, BucketStore store, string good, string sent)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using (var dying = await CommandProcess.StartAsync(settings, "backup", "--to", place))
            {
                while (!dying.HasExited && !(await NamesAsync(bucket, good)).Exists(n => n.EndsWith("/" + sent, StringComparison.Ordinal)))
                    await Task.Yield();
                dying.Kill();
                await dying.EndAsync();
            }
            var names = await NamesAsync(bucket, good);
            if (names.Count > 0 && !names.Exists(n => n.EndsWith(BackupFolder.ManifestName, StringComparison.Ordinal)))
                return;
            foreach (var name in names)
                await store.DeleteAsync(name, CancellationToken.None);
        }
        Assert.Fail($"Ten backups ended before they could be killed after {sent}.");
    }

    private static async Task<List<string>> NamesAsync(BucketFiles bucket, string good) => await bucket
        .ListAsync("creampie/2", CancellationToken.None)
        .Select(f => f.Name)
        .Where(n => !n.StartsWith("creampie/" + good, StringComparison.Ordinal))
        .ToListAsync();
}
