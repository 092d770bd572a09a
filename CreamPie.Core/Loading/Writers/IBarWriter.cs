using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Writers;

/// <summary>Writes many bars at the speed of the database, inside the caller's transaction.</summary>
internal interface IBarWriter
{
    /// <summary>Inserts rows whose keys do not exist yet.</summary>
    Task InsertAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken);

    /// <summary>Updates rows whose keys exist.</summary>
    Task UpdateAsync(CreamPieDbContext db, IReadOnlyList<DailyBarRow> rows, CancellationToken cancellationToken);
}

internal static class BarWriters
{
    public static IBarWriter For(CreamPieDbContext db) => db.Database.IsNpgsql() ? new PostgresBarWriter() : new SqliteBarWriter();
}
