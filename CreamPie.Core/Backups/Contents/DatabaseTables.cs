using System.Reflection;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CreamPie.Core.Backups.Contents;

/// <summary>The tables of the model, and what counts of a row: not the numbers that triggers give it.</summary>
internal static class DatabaseTables
{
    private static readonly MethodInfo Open =
        typeof(DatabaseTables).GetMethod(nameof(RowsOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A table after those that it refers to.</summary>
    public static IReadOnlyList<IEntityType> Of(CreamPieDbContext db)
    {
        var sorted = new List<IEntityType>();
        foreach (var table in db.Model.GetEntityTypes().Where(e => !e.IsOwned()).OrderBy(e => e.GetTableName(), StringComparer.Ordinal))
            Visit(table, sorted, []);
        return sorted;
    }

    public static IAsyncEnumerable<object> Rows(CreamPieDbContext db, IEntityType table) =>
        (IAsyncEnumerable<object>)Open.MakeGenericMethod(table.ClrType).Invoke(null, [db])!;

    public static IReadOnlyList<Func<object, object?>> Values(IEntityType table) =>
    [
        .. table.GetProperties()
            .Where(p => p.GetBeforeSaveBehavior() != PropertySaveBehavior.Ignore && !p.IsShadowProperty())
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => (Func<object, object?>)p.GetGetter().GetClrValue),
        .. table.GetComplexProperties().OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => (Func<object, object?>)p.GetGetter().GetClrValue),
        .. table.GetNavigations().Where(n => n.TargetEntityType.IsOwned()).OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => (Func<object, object?>)n.GetGetter().GetClrValue),
    ];

    private static async IAsyncEnumerable<object> RowsOf<T>(CreamPieDbContext db)
        where T : class
    {
        await foreach (var row in db.Set<T>().AsNoTracking().AsAsyncEnumerable())
            yield return row;
    }

    private static void Visit(IEntityType table, List<IEntityType> sorted, HashSet<IEntityType> open)
    {
        if (sorted.Contains(table) || !open.Add(table))
            return;
        foreach (var key in table.GetForeignKeys())
            Visit(key.PrincipalEntityType, sorted, open);
        sorted.Add(table);
    }
}
