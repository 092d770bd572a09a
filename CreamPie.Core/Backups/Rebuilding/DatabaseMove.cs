using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Loading.Writers;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Rebuilding;

/// <summary>
/// Copies every row of the configured database into another one, of either kind, and compares both by checksum; then those of the
/// processes go, which do not work on the copy.
/// </summary>
public sealed class DatabaseMove(IDbContextFactory<CreamPieDbContext> contexts)
{
    private const int AtOnce = 2_000;

    /// <summary>Copies into an empty database, whose schema it makes. All of it, or nothing.</summary>
    /// <param name="to">Kind of the other database.</param>
    /// <param name="connectionString">Of the other database.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <returns>What both hold.</returns>
    /// <exception cref="BackupException">The other database is not empty, or the copy is not equal.</exception>
    public async Task<DatabaseContent> CopyAsync(DatabaseProvider to, string connectionString, CancellationToken cancellationToken)
    {
        if (to == DatabaseProvider.Sqlite)
            MakePrivate(new SqliteConnectionStringBuilder(connectionString).DataSource);
        await using var target = new OtherDatabase(to, connectionString).CreateDbContext();
        if ((await target.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            await target.Database.MigrateAsync(cancellationToken);
        if (await target.Documents.AnyAsync(cancellationToken) || await target.Stocks.AnyAsync(cancellationToken)
            || await target.Users.AnyAsync(cancellationToken))
            throw new BackupException("The other database has data in it: copy into an empty one.");
        await using var source = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(source, cancellationToken);
        await using var transaction = await target.Database.BeginTransactionAsync(cancellationToken);
        var tables = DatabaseTables.Of(target);
        foreach (var table in tables.Reverse())
        {
            // Names of the model. What the migrations put there comes from the source, too.
            var sql = $"delete from \"{table.GetTableName()}\"";
            await target.Database.ExecuteSqlRawAsync(sql, cancellationToken);
        }
        foreach (var table in tables)
            await CopyAsync(target, DatabaseTables.Rows(source, source.Model.FindEntityType(table.ClrType)!), cancellationToken);
        await Sequences.ContinueAsync(target, cancellationToken);
        var (here, there) =
            (await ContentReader.ReadAsync(source, cancellationToken), await ContentReader.ReadAsync(target, cancellationToken));
        if (here.DifferencesOf(there) is { Count: > 0 } differences)
            throw new BackupException($"The copy is not equal and was not kept: {string.Join(' ', differences)}");
        await target.Nodes.ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return there;
    }

    /// <summary>It gets accounts and keys; SQLite would make it readable for all.</summary>
    private static void MakePrivate(string file)
    {
        if (file.Length > 0 && file != ":memory:" && !file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            PrivateFiles.MakeFile(file);
    }

    private static async Task CopyAsync(
        CreamPieDbContext target, IAsyncEnumerable<object> rows, CancellationToken cancellationToken)
    {
        target.ChangeTracker.AutoDetectChangesEnabled = false;
        await foreach (var some in rows.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            if (some is [DailyBarRow, ..])
            {
                // A writer takes the bars of one series.
                foreach (var series in some.Cast<DailyBarRow>().GroupBy(b => (b.StockId, b.Source)))
                    await BarWriters.For(target).InsertAsync(target, [.. series], cancellationToken);
                continue;
            }
            target.AddRange(some);
            await target.SaveChangesAsync(cancellationToken);
            target.ChangeTracker.Clear();
        }
    }
}
