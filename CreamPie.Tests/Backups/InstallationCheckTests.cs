using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Storage;
using CreamPie.Tests.Archiving.Buckets;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Backups;

/// <summary>Database and archive of one installation belong together.</summary>
public sealed class InstallationCheckTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task First_start_marks_database_and_archive_and_later_starts_agree(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await CheckAsync(database);
        await CheckAsync(database);

        await using var db = database.Open();
        var mark = (await db.Installations.SingleAsync()).Mark;
        Assert.Equal(mark, (await File.ReadAllTextAsync(MarkOf(database.Folder))).Trim());
        Assert.Equal(32, mark!.Length);
    }

    [Theory, OnPostgres]
    public async Task Two_machines_with_two_folders_on_one_database_do_not_both_start(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var second = await BesideAsync(database);

        var starts = await Task.WhenAll(new[] { database, second }.Select(async machine =>
        {
            try
            {
                await CheckAsync(machine);
                return null;
            }
            catch (BackupException refused)
            {
                return refused.Message;
            }
        }));

        Assert.Contains("Storage__Path", Assert.Single(starts.OfType<string>()), StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task Two_machines_with_two_folders_and_one_bucket_both_start(DatabaseProvider provider)
    {
        await using var server = await S3Server.StartNewAsync();
        await using var database = await TestDatabase.CreateAsync(provider, S3Server.Settings(server.Options()));
        await using var second = await BesideAsync(database, S3Server.Settings(server.Options()));

        await Task.WhenAll(CheckAsync(database), CheckAsync(second));

        Assert.NotEqual(database.Folder, second.Folder);
        Assert.Empty(Directory.GetFiles(second.Folder, "*", SearchOption.AllDirectories));
    }

    [Theory, OnPostgres]
    public async Task Several_processes_with_one_folder_start_at_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CheckAsync(database)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_beside_an_empty_archive_does_not_start(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await CheckAsync(rig.Database);
        var archive = Path.Combine(rig.Database.Folder, "archive");
        Directory.Move(archive, archive + ".away");

        Assert.Contains("has no mark", await RefusalAsync(rig.Database), StringComparison.Ordinal);

        Directory.Move(archive + ".away", archive);
        await CheckAsync(rig.Database);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_beside_the_archive_of_another_installation_does_not_start(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await CheckAsync(rig.Database);
        await File.WriteAllTextAsync(MarkOf(rig.Database.Folder), Guid.NewGuid().ToString("N"));

        Assert.Contains("another installation's", await RefusalAsync(rig.Database), StringComparison.Ordinal);
    }

    [Theory, OnSqlite]
    public async Task New_database_beside_an_archive_with_documents_does_not_start(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await using var fresh = await TestDatabase.CreateAsync(provider, new Dictionary<string, string?>
        {
            ["Storage:Path"] = rig.Database.Folder,
            ["ConnectionStrings:CreamPie"] = $"Data Source={Path.Combine(rig.Folder, "new.db")}",
        });

        Assert.Contains("rebuild", await RefusalAsync(fresh), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Database_of_before_the_marks_is_marked_only_with_its_own_files(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        var archive = Path.Combine(rig.Database.Folder, "archive");
        Directory.Move(archive, archive + ".away");
        Assert.Contains("do not belong together", await RefusalAsync(rig.Database), StringComparison.Ordinal);

        Directory.Move(archive + ".away", archive);
        await CheckAsync(rig.Database);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Archive_without_its_files_is_accepted_on_purpose(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await CheckAsync(rig.Database);
        Directory.Delete(Path.Combine(rig.Database.Folder, "archive"), recursive: true);
        Assert.Contains("adopt", await RefusalAsync(rig.Database), StringComparison.Ordinal);

        var seen = await rig.Get<InstallationCheck>().AdoptAsync(CancellationToken.None);

        Assert.Equal(2, seen.Missing.Count);
        await CheckAsync(rig.Database);
        // What comes later is looked at again.
        await rig.ChangeAsync();
        await CheckAsync(rig.Database);
        foreach (var file in Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories))
            File.Delete(file);
        Assert.Contains("lacks 1 of 1", await RefusalAsync(rig.Database), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Bucket_that_is_away_fails_no_start(DatabaseProvider provider)
    {
        await using var server = await S3Server.StartNewAsync();
        await using var database = await TestDatabase.CreateAsync(provider, S3Server.Settings(server.Options()));
        await CheckAsync(database);
        await server.KillAsync();

        await CheckAsync(database);
    }

    [Theory, OnSqlite]
    public async Task Damaged_SQLite_file_does_not_start(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        await rig.Get<SqliteCheck>().RunAtStartAsync(CancellationToken.None);
        var copy = Path.Combine(rig.Folder, "copy.db");
        await CreamPie.Core.Backups.Making.SqliteCopy.MakeAsync(
            $"Data Source={Path.Combine(rig.Database.Folder, "creampie.db")}", copy, CancellationToken.None);
        await using (var file = File.OpenWrite(copy))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[20_000]);
        }
        await using var damaged = await DamagedAsync(copy);

        var refused = await Assert.ThrowsAsync<BackupException>(
            () => damaged.Get<SqliteCheck>().RunAtStartAsync(CancellationToken.None));

        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<TestDatabase> DamagedAsync(string file)
    {
        // Its schema cannot be migrated, and is not: the check comes first.
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using (var db = database.Open())
            Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection());
        File.Copy(file, Path.Combine(database.Folder, "creampie.db"), overwrite: true);
        return database;
    }

    /// <summary>Another machine's folder on the same database.</summary>
    private static Task<TestDatabase> BesideAsync(TestDatabase database, Dictionary<string, string?>? settings = null) =>
        TestDatabase.CreateAsync(
            DatabaseProvider.Postgres,
            new Dictionary<string, string?>(settings ?? []) { ["ConnectionStrings:CreamPie"] = database.ConnectionString });

    private static string MarkOf(string folder) => Path.Combine(folder, "archive", "installation");

    private static Task CheckAsync(TestDatabase database) => database.Get<InstallationCheck>().RunAsync(CancellationToken.None);

    private static async Task<string> RefusalAsync(TestDatabase database) =>
        (await Assert.ThrowsAsync<BackupException>(() => CheckAsync(database))).Message;
}
