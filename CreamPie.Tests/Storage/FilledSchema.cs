using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace CreamPie.Tests.Storage;

/// <summary>Puts a row into every table of an earlier schema, whose model the migration has kept.</summary>
internal static class FilledSchema
{
    /// <returns>Tables with their number of rows.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> FillAsync(CreamPieDbContext db, string migration)
    {
        var counts = new Dictionary<string, int>();
        foreach (var table in InOrder(ModelOf(db, migration).GetRelationalModel().Tables))
        {
            await db.Database.ExecuteSqlRawAsync(Insert(table));
            counts[table.Name] = await CountAsync(db, table.Name);
        }
        return counts;
    }

    public static async Task<int> CountAsync(CreamPieDbContext db, string table)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"select count(*) from \"{table}\"";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static IModel ModelOf(CreamPieDbContext db, string migration)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        var model = migrations.CreateMigration(migrations.Migrations[migration], db.Database.ProviderName!).TargetModel;
        return db.GetService<IModelRuntimeInitializer>().Initialize(
            model is IMutableModel open ? open.FinalizeModel() : model, designTime: true, validationLogger: null);
    }

    /// <summary>What another table names comes first.</summary>
    private static IEnumerable<ITable> InOrder(IEnumerable<ITable> tables)
    {
        var left = tables.ToList();
        while (left.Count > 0)
        {
            var next = left.First(t => t.ForeignKeyConstraints.All(k => k.PrincipalTable == t || !left.Contains(k.PrincipalTable)));
            left.Remove(next);
            yield return next;
        }
    }

    private static string Insert(ITable table)
    {
        var columns = table.Columns.Where(c => c.ComputedColumnSql is null).ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        return $"insert into \"{table.Name}\" ({names}) values ({string.Join(", ", columns.Select(Literal))}) "
            // Migrations have put a row into some.
            + "on conflict do nothing";
    }

    /// <summary>The same value for the same type, so that every foreign key finds its row.</summary>
    private static string Literal(IColumn column)
    {
        var mapping = column.StoreTypeMapping;
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        var isList = type != typeof(string) && type != typeof(byte[]) && type.IsAssignableTo(typeof(System.Collections.IEnumerable));
        if (isList || type == typeof(JsonTypePlaceholder))
            return "'{{}}'"; // Braces of a format.
        var moment = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        object value =
            type == typeof(string) ? "1"
            : type == typeof(bool) ? true
            : type == typeof(double) ? 1.5
            : type == typeof(DateTime) ? moment
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(moment)
            : type == typeof(DateOnly) ? DateOnly.FromDateTime(moment)
            : type == typeof(TimeSpan) ? TimeSpan.FromHours(1)
            : type == typeof(Guid) ? Guid.Parse("11111111-1111-1111-1111-111111111111")
            : type == typeof(byte[]) ? new byte[] { 1 }
            : Convert.ChangeType(1, type, CultureInfo.InvariantCulture);
        return mapping.GenerateProviderValueSqlLiteral(value);
    }
}
