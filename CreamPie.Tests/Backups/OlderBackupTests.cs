using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Making;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage;
using CreamPie.Tests.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Backups;

/// <summary>Backups that another version of the program made, whose schema is another one.</summary>
public sealed class OlderBackupTests : IDisposable
{
    /// <summary>The program that had this schema was the first to make backups.</summary>
    private const string First = "_Backups";

    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-backups-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, OnSqlite, OnPostgres]
    public async Task Backup_of_each_earlier_schema_is_drilled_and_restored(DatabaseProvider provider)
    {
        await using var newest = await TestDatabase.CreateAsync(provider);
        List<string> migrations;
        await using (var db = newest.Open())
            migrations = [.. db.Database.GetMigrations()];
        var first = migrations.FindIndex(m => m.EndsWith(First, StringComparison.Ordinal));
        Assert.InRange(first, 0, migrations.Count - 3);
        foreach (var migration in migrations[first..^1])
            await RestoreAsync(provider, migration, Path.Combine(_folder, migration));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Backup_of_an_earlier_schema_with_a_changed_value_fails_its_drill(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, lastMigration: await SecondNewestAsync(provider));
        await using var db = database.Open();
        await FilledSchema.FillAsync(db, (await db.Database.GetAppliedMigrationsAsync()).Last());
        var made = await database.Get<Backup>().MakeAsync(_folder, CancellationToken.None);
        await using var newest = await TestDatabase.CreateAsync(provider);
        var path = Path.Combine(made.Folder, BackupFolder.ManifestName);
        var sum = made.Manifest.Content.Tables["stock"].Sum;
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(sum, new string('0', 32), StringComparison.Ordinal));

        var seen = await newest.Get<BackupCheck>().RunAsync(_folder, null, CancellationToken.None);

        Assert.Equal("The table stock has other values in 1 rows.", Assert.Single(seen.Faults));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Backup_of_a_newer_schema_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var made = await database.Get<Backup>().MakeAsync(_folder, CancellationToken.None);
        var path = Path.Combine(made.Folder, BackupFolder.ManifestName);
        await File.WriteAllTextAsync(
            path,
            (await File.ReadAllTextAsync(path)).Replace(made.Manifest.LastMigration, "20991231000000_Later", StringComparison.Ordinal));

        var notRestored = await Assert.ThrowsAsync<BackupException>(
            () => database.Get<Restore>().RunAsync(_folder, null, replaces: true, CancellationToken.None));
        var notDrilled = await Assert.ThrowsAsync<BackupException>(
            () => database.Get<BackupCheck>().RunAsync(_folder, null, CancellationToken.None));

        Assert.Contains("made by a newer version of CreamPie", notRestored.Message, StringComparison.Ordinal);
        Assert.Contains("20991231000000_Later", notDrilled.Message, StringComparison.Ordinal);
    }

    private static async Task RestoreAsync(DatabaseProvider provider, string migration, string folder)
    {
        await using var older = await TestDatabase.CreateAsync(provider, lastMigration: migration);
        IReadOnlyDictionary<string, int> before;
        await using (var db = older.Open())
            before = await FilledSchema.FillAsync(db, migration);
        var made = await older.Get<Backup>().MakeAsync(folder, CancellationToken.None);
        Assert.Equal(migration, made.Manifest.LastMigration);
        await using var newest = await TestDatabase.CreateAsync(provider);

        Assert.Empty((await newest.Get<BackupCheck>().RunAsync(folder, null, CancellationToken.None)).Faults);
        await newest.Get<Restore>().RunAsync(folder, null, replaces: false, CancellationToken.None);

        await using var restored = newest.Open();
        Assert.Empty(await restored.Database.GetPendingMigrationsAsync());
        // What a restore takes away.
        foreach (var (table, rows) in before.Where(t => t.Key != "node"))
        {
            var left = await FilledSchema.CountAsync(restored, table);
            Assert.True(left >= rows, $"{migration}: {table} had {rows} rows, and has {left}.");
        }
        Assert.Equal(made.Manifest.Content.Symbols.Keys, await restored.Stocks.Select(s => s.Symbol).ToListAsync());
    }

    private static async Task<string> SecondNewestAsync(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        return db.Database.GetMigrations().SkipLast(1).Last();
    }
}
