using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CreamPie.Core.Backups.Rebuilding;

/// <summary>PostgreSQL counts on by itself only after rows that it has numbered; SQLite after any.</summary>
internal static class Sequences
{
    public static async Task ContinueAsync(CreamPieDbContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsNpgsql())
            return;
        foreach (var table in DatabaseTables.Of(db))
        {
            if (table.FindPrimaryKey()?.Properties is not [{ ValueGenerated: ValueGenerated.OnAdd } id] || !IsNumber(id.ClrType))
                continue;
            var (name, column) = (table.GetTableName(), id.GetColumnName());
            // Names of the model, never of a caller.
            var sql = $"""
                select setval(pg_get_serial_sequence('"{name}"', '{column}'), (select max("{column}") from "{name}"))
                where exists (select from "{name}") and pg_get_serial_sequence('"{name}"', '{column}') is not null
                """;
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
        }
    }

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long);
}
