using CreamPie.Core.Database;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Database;

public sealed class MigrationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_migrations_give_the_model_of_the_code(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_database_has_its_one_installation_row_without_an_admin(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();

        Assert.Null((await db.Installations.SingleAsync()).FirstAdminAt);
    }
}
