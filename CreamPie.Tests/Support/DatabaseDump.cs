using System.Text;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Support;

/// <summary>What somebody sees who has a copy of the database.</summary>
internal static class DatabaseDump
{
    /// <summary>Every value of every table, as text.</summary>
    public static async Task<string> DumpAsync(this TestApplication app)
    {
        await using var db = await app.OpenAsync();
        var tables = await db.Database.SqlQueryRaw<string>(db.Database.IsNpgsql()
            ? "SELECT table_name AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public'"
            : "SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync();
        Assert.NotEmpty(tables);
        var text = new StringBuilder();
        await db.Database.OpenConnectionAsync();
        foreach (var table in tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    text.Append(reader.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetValue(i)).Append('|');
                text.Append('\n');
            }
        }
        return text.ToString();
    }
}
