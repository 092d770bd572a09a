using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Backups;

public sealed class RebuildTests
{
    [Theory]
    [OnSqlite(DatabaseProvider.Sqlite), OnPostgres(DatabaseProvider.Postgres), OnPostgres(DatabaseProvider.Sqlite)]
    public async Task Database_rebuilt_from_the_archive_serves_the_same(DatabaseProvider to, DatabaseProvider from)
    {
        await using var rig = await BackupRig.StartAsync(from);
        await rig.ChangeAsync();
        await using var empty = await OverAsync(rig, to);

        var rebuilt = await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);

        Assert.Equal((3, 0, 0), (rebuilt.Loaded, rebuilt.Refused.Count, rebuilt.Lost.Count));
        Assert.Empty((await rig.ContentAsync()).ServedDifferencesOf(rebuilt.Content));
        Assert.Equal(2, rebuilt.Content.Symbols.Count);
        // The next document has a number of its own.
        await empty.AddAsync(new Document { PlanKey = "test", State = DocumentState.Dead });
        await using var db = empty.Open();
        Assert.Equal(4, await db.Documents.CountAsync());
    }

    [Theory, OnSqlite]
    public async Task Rebuild_names_documents_whose_bytes_are_lost(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);
        File.Delete(Directory.GetFiles(Path.Combine(rig.Database.Folder, "archive"), "*.bin", SearchOption.AllDirectories)[0]);
        await using var empty = await OverAsync(rig, provider);

        var rebuilt = await empty.Get<ArchiveRebuild>().RunAsync(CancellationToken.None);

        Assert.Contains("The archive lacks the file", Assert.Single(rebuilt.Lost), StringComparison.Ordinal);
        Assert.Single((await rig.ContentAsync()).ServedDifferencesOf(rebuilt.Content));
    }

    [Theory, OnSqlite]
    public async Task Database_with_documents_is_not_rebuilt(DatabaseProvider provider)
    {
        await using var rig = await BackupRig.StartAsync(provider);

        var refused = await Assert.ThrowsAsync<BackupException>(() => rig.Get<ArchiveRebuild>().RunAsync(CancellationToken.None));

        Assert.Contains("--compare", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnPostgres(DatabaseProvider.Sqlite), OnSqlite(DatabaseProvider.Sqlite)]
    public async Task Copied_database_has_every_row_and_goes_on(DatabaseProvider to, DatabaseProvider from)
    {
        await using var rig = await BackupRig.StartAsync(from);
        var folder = Directory.CreateTempSubdirectory("creampie-copy-").FullName;
        var connection = to == DatabaseProvider.Postgres
            ? await PostgresFixture.CreateDatabaseAsync("copy")
            : $"Data Source={Path.Combine(folder, "copy.db")}";

        var content = await rig.Get<DatabaseMove>().CopyAsync(to, connection, CancellationToken.None);

        Assert.Empty((await rig.ContentAsync()).DifferencesOf(content));
        await using (var copy = await TestDatabase.CreateAsync(to, new Dictionary<string, string?>
        {
            ["ConnectionStrings:CreamPie"] = connection,
            ["Storage:Path"] = rig.Database.Folder,
        }))
        {
            await copy.AddAsync(new Document { PlanKey = "test", State = DocumentState.Dead });
            await using var db = copy.Open();
            Assert.Equal(3, await db.Documents.CountAsync());
            var again = await Assert.ThrowsAsync<BackupException>(
                () => rig.Get<DatabaseMove>().CopyAsync(to, connection, CancellationToken.None));
            Assert.Contains("empty one", again.Message, StringComparison.Ordinal);
        }
        if (to == DatabaseProvider.Postgres)
            await PostgresFixture.DropDatabaseAsync(connection);
        else
            MigratedDatabase.Close(connection);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An empty database over the archive of the rig.</summary>
    internal static async Task<TestDatabase> OverAsync(BackupRig rig, DatabaseProvider provider)
    {
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = rig.Database.Folder };
        if (provider == DatabaseProvider.Sqlite)
            settings["ConnectionStrings:CreamPie"] = $"Data Source={Path.Combine(rig.Folder, $"{Guid.NewGuid():N}.db")}";
        return await TestDatabase.CreateAsync(provider, settings);
    }
}
