using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public sealed class UpgradeTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Database_of_each_earlier_schema_is_upgraded_with_its_rows(DatabaseProvider provider)
    {
        IReadOnlyList<string> migrations;
        await using (var newest = await TestDatabase.CreateAsync(provider))
        await using (var db = newest.Open())
            migrations = [.. db.Database.GetMigrations()];
        Assert.True(migrations.Count > 15);
        foreach (var migration in migrations.SkipLast(1))
            await UpgradeAsync(provider, migration);
    }

    private static async Task UpgradeAsync(DatabaseProvider provider, string migration)
    {
        await using var database = await TestDatabase.CreateAsync(provider, lastMigration: migration);
        await using var db = database.Open();
        var before = await FilledSchema.FillAsync(db, migration);

        await database.Get<DatabaseStartup>().MigrateAsync(CancellationToken.None);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        var now = db.Model.GetEntityTypes().Select(t => t.GetTableName()).ToHashSet();
        foreach (var (table, rows) in before.Where(t => now.Contains(t.Key)))
        {
            var left = await FilledSchema.CountAsync(db, table);
            Assert.True(left >= rows, $"{migration}: {table} had {rows} rows, and has {left}.");
        }
        if (provider == DatabaseProvider.Sqlite)
        {
            Assert.Empty(
                await db.Database.SqlQuery<string>($"""select "table" as "Value" from pragma_foreign_key_check""").ToListAsync());
        }
    }
}
