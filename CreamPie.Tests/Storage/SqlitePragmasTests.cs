using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public sealed class SqlitePragmasTests
{
    [Theory]
    [InlineData("/proc", true), InlineData("/nowhere/at/all", true), InlineData(".", false)]
    public async Task Temporary_files_go_to_the_data_folder_without_another(string own, bool isDataFolder)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        database.Get<SqlitePragmas>().OwnFolders = [own];
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync();

        // One setting for the whole process: read and taken back on this connection.
        var folder = await AskAsync(db, "PRAGMA temp_store_directory");
        await AskAsync(db, "PRAGMA temp_store_directory=''");

        Assert.Equal(isDataFolder, folder == database.Folder);
    }

    private static async Task<string?> AskAsync(CreamPieDbContext db, string pragma)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = pragma;
        return await command.ExecuteScalarAsync() as string;
    }
}
