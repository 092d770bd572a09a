using System.Formats.Tar;
using System.IO.Compression;
using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Backups;

public sealed class RestoreTests
{
    /// <summary>Each stock gets a version that it never had.</summary>
    private static readonly string[] ChangedByRestore = ["node", "stock"];

    [Theory, OnSqlite, OnPostgres]
    public async Task Restored_backup_has_every_row_and_file_of_then(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var then = await rig.ContentAsync();
        var versions = await VersionsAsync(rig.Database);
        var made = await rig.BackUpAsync();
        Assert.Equal(2, made.Manifest.FileCount);
        Assert.Equal([BackupRig.Dropped, BackupRig.Pulled], made.Manifest.Content.Symbols.Keys);
        await rig.ChangeAsync();
        await using var empty = await TestDatabase.CreateAsync(provider);

        var restored = await empty.Get<Restore>().RunAsync(rig.Folder, null, replaces: false, CancellationToken.None);

        Assert.Equal((2, 0), (restored.Files, restored.Missing.Count));
        AssertSame(then, await BackupRig.ContentAsync(empty));
        Assert.Empty((await VersionsAsync(empty)).Intersect(versions));
        await empty.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        Assert.Empty((await empty.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
    }

    [Theory, OnSqlite]
    public async Task Backup_of_an_installation_without_documents_is_restored(DatabaseProvider provider)
    {
        await using var unused = await TestDatabase.CreateAsync(provider);
        await using var empty = await TestDatabase.CreateAsync(provider);
        var folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;
        await unused.Get<Backup>().MakeAsync(folder, CancellationToken.None);

        var restored = await empty.Get<Restore>().RunAsync(folder, null, replaces: false, CancellationToken.None);

        Assert.Equal((0, 0), (restored.Files, restored.Missing.Count));
        Directory.Delete(folder, recursive: true);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_with_data_is_replaced_only_when_told_to(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.Get<InstallationCheck>().RunAsync(CancellationToken.None);
        var then = await rig.ContentAsync();
        await rig.BackUpAsync();
        await rig.ChangeAsync();
        var later = await rig.ContentAsync();

        var refused = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(rig, replaces: false));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Empty(later.DifferencesOf(await rig.ContentAsync()));

        await RestoreAsync(rig, replaces: true);
        AssertSame(then, await rig.ContentAsync());
        // The later document's bytes are there still.
        Assert.Equal(3, Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories).Length);
        Assert.Empty((await rig.Get<InstallationVerification>().RunAsync(CancellationToken.None)).Faults);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Damaged_copy_of_the_database_is_not_restored(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var made = await rig.BackUpAsync();
        await rig.ChangeAsync();
        var later = await rig.ContentAsync();
        await BackupRig.FlipAsync(Path.Combine(made.Folder, made.Manifest.Database.Name));

        var refused = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(rig, replaces: true));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.Empty(later.DifferencesOf(await rig.ContentAsync()));
    }

    [Theory, OnSqlite]
    public async Task Missing_archived_file_is_named_and_the_rest_restored(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.BackUpAsync();
        var lost = Directory.GetFiles(Path.Combine(rig.Folder, "archive"), "*.bin", SearchOption.AllDirectories)[0];
        await BackupRig.FlipAsync(lost);
        await using var empty = await TestDatabase.CreateAsync(provider);

        var restored = await empty.Get<Restore>().RunAsync(rig.Folder, null, replaces: false, CancellationToken.None);

        Assert.Equal([Path.GetFileNameWithoutExtension(lost)], restored.Missing);
        Assert.Equal(1, restored.Files);
    }

    [Theory, OnSqlite]
    public async Task Restore_writes_manifests_by_number_and_nothing_else(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var made = await rig.BackUpAsync();
        var partial = made.Folder + BackupFolder.Partial;
        Directory.Move(made.Folder, partial);
        File.Delete(Path.Combine(partial, BackupFolder.ManifestName));
        var path = Path.Combine(partial, BackupFolder.DocumentsName);
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var name in (string[])["../evil.json", "/tmp/creampie-evil.json", "documents/7.json", "evil.json", "8.json"])
            {
                await tar.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("{}"u8.ToArray()) });
            }
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "9.json") { LinkName = "/etc/passwd" });
        }
        var documents = await PartFile.ReadAsync(path, CancellationToken.None);
        await new BackupFolder(rig.Folder).CompleteAsync(partial, made.Manifest with { Documents = documents }, CancellationToken.None);
        await using var empty = await TestDatabase.CreateAsync(provider);

        await empty.Get<Restore>().RunAsync(rig.Folder, null, replaces: false, CancellationToken.None);

        var folder = Path.Combine(empty.Folder, "archive", "documents");
        Assert.Equal(["8.json"], Directory.GetFileSystemEntries(folder).Select(f => Path.GetFileName(f)!));
        Assert.Empty(Directory.GetFiles(empty.Folder, "evil*", SearchOption.AllDirectories));
        Assert.False(File.Exists("/tmp/creampie-evil.json"));
    }

    [PostgresFact]
    public async Task Backup_of_another_kind_of_database_is_refused()
    {
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Sqlite);
        await rig.BackUpAsync();
        await using var other = await TestDatabase.PostgresAsync();

        var refused = await Assert.ThrowsAsync<BackupException>(
            () => other.Get<Restore>().RunAsync(rig.Folder, null, replaces: true, CancellationToken.None));

        Assert.Contains("copy-database", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Database_of_another_program_is_replaced_only_when_told_to()
    {
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Postgres);
        await rig.BackUpAsync();
        await using var other = await TestDatabase.PostgresAsync();
        await using var db = other.Open();
        await db.Database.ExecuteSqlRawAsync(
            "drop schema public cascade; create schema public; create table theirs (id int); insert into theirs values (1)");

        var refused = await Assert.ThrowsAsync<BackupException>(
            () => other.Get<Restore>().RunAsync(rig.Folder, null, replaces: false, CancellationToken.None));

        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from theirs").SingleAsync());
    }

    [PostgresFact]
    public async Task Database_that_others_use_is_not_replaced()
    {
        await using var rig = await BackupRig.StartAsync(DatabaseProvider.Postgres);
        await rig.BackUpAsync();
        await using var node = new Npgsql.NpgsqlConnection(rig.Database.ConnectionString + ";Pooling=false");
        await node.OpenAsync();

        var refused = await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(rig, replaces: true));

        Assert.Contains("stop every node", refused.Message, StringComparison.Ordinal);
    }

    private static Task<RestoreResult> RestoreAsync(BackupRig rig, bool replaces)
    {
        // What the test has read with is not another node.
        if (rig.Database.ConnectionString is { } postgres)
            Npgsql.NpgsqlConnection.ClearPool(new Npgsql.NpgsqlConnection(postgres));
        return rig.Get<Restore>().RunAsync(rig.Folder, null, replaces, CancellationToken.None);
    }

    private static void AssertSame(DatabaseContent then, DatabaseContent now)
    {
        Assert.Empty(then.ServedDifferencesOf(now));
        Assert.Equal(
            then.Tables.Where(t => !ChangedByRestore.Contains(t.Key)), now.Tables.Where(t => !ChangedByRestore.Contains(t.Key)));
    }

    private static async Task<List<long>> VersionsAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Stocks.Select(s => s.Version).ToListAsync();
    }
}
