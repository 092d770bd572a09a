using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Backups;

/// <summary>Backups in a bucket of a real S3 server.</summary>
public sealed class BucketBackupTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Backup_in_a_bucket_is_incremental_drilled_and_restored(DatabaseProvider provider)
    {
        var (place, settings, store) = await PlaceAsync();
        using var bucket = store;
        await using var rig = await BackupRig.StartAsync(provider, settings);
        var first = await BackUpAsync(rig, place);
        var again = await BackUpAsync(rig, place);
        Assert.True(first.Copied > 0);
        Assert.Equal(0, again.Copied);
        var then = await rig.ContentAsync();
        await using var empty = await TestDatabase.CreateAsync(provider, settings);

        Assert.Empty((await empty.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None)).Faults);
        var restored = await empty.Get<Restore>().RunAsync(place, first.Manifest.Name, replaces: false, CancellationToken.None);

        Assert.Equal((first.Manifest.Name, 2L, 0), (restored.Backup.Name, restored.Files, restored.Missing.Count));
        Assert.Empty(then.ServedDifferencesOf(await BackupRig.ContentAsync(empty)));
        Assert.Empty((await empty.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(empty.Folder, "backup")));
    }

    [Theory, OnSqlite]
    public async Task Backup_without_its_manifest_is_none(DatabaseProvider provider)
    {
        var (place, settings, store) = await PlaceAsync();
        using var bucket = store;
        await using var rig = await BackupRig.StartAsync(provider, settings);
        var good = await BackUpAsync(rig, place);
        var later = await BackUpAsync(rig, place);
        // What a backup that was killed leaves.
        await store.DeleteAsync($"creampie/{later.Manifest.Name}/{BackupFolder.ManifestName}", CancellationToken.None);

        var seen = await rig.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None);

        Assert.Equal(good.Manifest.Name, seen.Backup.Name);
        Assert.Empty(seen.Faults);
    }

    [Theory, OnSqlite]
    public async Task Drill_finds_one_flipped_bit_in_the_bucket(DatabaseProvider provider)
    {
        var (place, settings, store) = await PlaceAsync();
        using var bucket = store;
        await using var rig = await BackupRig.StartAsync(provider, settings);
        var made = await BackUpAsync(rig, place);
        var file = (await rig.Rig.DocumentsAsync())[0].Sha256!;
        foreach (var name in (string[])[$"{made.Manifest.Name}/database.sqlite", $"archive/{file[..2]}/{file[2..4]}/{file}.bin"])
        {
            await FlipAsync(store, "creampie/" + name);
            var fault = Assert.Single((await rig.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None)).Faults);
            Assert.Contains($"{place}/{name}", fault, StringComparison.Ordinal);
            await FlipAsync(store, "creampie/" + name);
        }
    }

    [Theory, OnSqlite]
    public async Task Old_backups_and_their_files_are_removed_from_the_bucket(DatabaseProvider provider)
    {
        var (place, settings, store) = await PlaceAsync();
        using var bucket = store;
        // Later than the server's clock, which dates the files.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(3));
        settings["Backups:Folder"] = place;
        settings["Backups:KeepDays"] = "2";
        await using var database = await TestDatabase.CreateAsync(
            provider, settings, services => services.AddSingleton<TimeProvider>(time));
        var stray = new string('a', 64);
        await store.WriteAsync($"creampie/archive/aa/aa/{stray}.bin", new byte[] { 1 }, CancellationToken.None);
        for (var day = 0; day < 4; day++)
        {
            await database.Get<BackupService>().RunDueAsync(CancellationToken.None);
            time.Advance(TimeSpan.FromHours(25));
        }

        var names = await database.Get<BackupPlaces>().Of(place).NamesAsync(CancellationToken.None);

        Assert.Equal(2, names.Count);
        Assert.Empty((await database.Get<BackupCheck>().RunAsync(place, null, CancellationToken.None)).Faults);
        Assert.Null(await store.ReadAsync($"creampie/archive/aa/aa/{stray}.bin", CancellationToken.None));
        await using var db = database.Open();
        Assert.All(db.BackupRuns, r => Assert.Equal(BackupOutcome.Succeeded, r.Outcome));
    }

    [Fact]
    public async Task Bucket_that_does_not_answer_fails_the_backup_with_a_sentence()
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite,
            new Dictionary<string, string?>
            {
                ["Backups:Endpoint"] = $"http://127.0.0.1:{PostgresFixture.FreePort()}",
                ["Backups:AccessKey"] = "any",
                ["Backups:SecretKey"] = "thing",
            });

        var run = await database.Get<BackupRuns>().BackUpAsync("s3://vault/creampie", CancellationToken.None);

        Assert.Equal(BackupOutcome.Failed, run.Outcome);
        Assert.StartsWith("The bucket vault at http://127.0.0.1:", run.Detail!, StringComparison.Ordinal);
        Assert.Contains("(Backups__Endpoint)", run.Detail!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://archive", "lies in the archive s3://archive/")]
    [InlineData("s3://archive/any", "lies in the archive s3://archive/")]
    [InlineData("s3://", "must be a bucket")]
    [InlineData("s3://vault/../else", "must be a bucket")]
    public async Task Place_that_cannot_be_right_is_refused(string place, string sentence)
    {
        await using var database = await TestDatabase.CreateAsync(
            DatabaseProvider.Sqlite, new Dictionary<string, string?> { ["Archive:Bucket"] = "archive" });

        var run = await database.Get<BackupRuns>().BackUpAsync(place, CancellationToken.None);

        Assert.Contains(sentence, run.Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_file_is_sent_in_parts_and_arrives_whole()
    {
        var options = await S3Server.SharedAsync();
        await SendInPartsAsync(options);
    }

    [MotoFact]
    public async Task Large_file_is_sent_in_parts_to_a_server_that_checks_them()
    {
        await using var server = await MotoServer.StartAsync();
        await SendInPartsAsync(server.Options);
    }

    private static async Task SendInPartsAsync(ArchiveOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("creampie-parts-").FullName;
        var (from, to) = (Path.Combine(folder, "from"), Path.Combine(folder, "to"));
        var bytes = new byte[(12 << 20) + 17];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(from, bytes);
        await File.WriteAllBytesAsync(to, []);
        using var files = new BucketFiles(options) { PartSize = 5 << 20 };

        await files.UploadAsync("large/one", from, CancellationToken.None);

        Assert.True(await files.DownloadAsync("large/one", to, CancellationToken.None));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(to));
        var listed = await files.ListAsync("large/", CancellationToken.None).ToListAsync();
        Assert.Equal(("large/one", (long)bytes.Length), (Assert.Single(listed).Name, listed[0].Bytes));
        Assert.False(await files.DownloadAsync("large/none", to, CancellationToken.None));
        Directory.Delete(folder, recursive: true);
    }

    private static Task<BackupResult> BackUpAsync(BackupRig rig, string place) =>
        rig.Get<Backup>().MakeAsync(place, CancellationToken.None);

    private static async Task<(string Place, Dictionary<string, string?> Settings, BucketStore Store)> PlaceAsync()
    {
        var options = await S3Server.SharedAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Backups:Endpoint"] = options.Endpoint,
            ["Backups:AccessKey"] = options.AccessKey,
            ["Backups:SecretKey"] = options.SecretKey,
        };
        return ($"s3://{options.Bucket}/{options.Prefix}creampie", settings, S3Server.StoreOf(options));
    }

    private static async Task FlipAsync(BucketStore store, string name)
    {
        var bytes = (await store.ReadAsync(name, CancellationToken.None))!;
        bytes[bytes.Length / 2] ^= 1;
        await store.WriteAsync(name, bytes, CancellationToken.None);
    }
}
