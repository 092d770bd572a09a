using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Making;

/// <summary>Copies the configured database into a file as of one moment, and reads what is in the copy.</summary>
public sealed class DatabaseCopier(IDbContextFactory<CreamPieDbContext> contexts, PostgresTools postgres)
{
    /// <summary>A copy and what it holds.</summary>
    internal sealed record Result(BackupPart File, DatabaseContent Content, string LastMigration, string? Mark);

    internal async Task<Result> CopyAsync(string folder, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return db.Database.IsSqlite()
            ? await CopySqliteAsync(db, Path.Combine(folder, BackupFolder.DatabaseName(DatabaseProvider.Sqlite)), cancellationToken)
            : await CopyPostgresAsync(db, Path.Combine(folder, BackupFolder.DatabaseName(DatabaseProvider.Postgres)), cancellationToken);
    }

    private static async Task<Result> CopySqliteAsync(CreamPieDbContext db, string path, CancellationToken cancellationToken)
    {
        await SqliteCopy.MakeAsync(db.Database.GetConnectionString()!, path, cancellationToken);
        await using var copy = OtherDatabase.File(path).CreateDbContext();
        var (content, migration, mark) = await ReadAsync(copy, cancellationToken);
        return new(await PartFile.ReadAsync(path, cancellationToken), content, migration, mark);
    }

    private async Task<Result> CopyPostgresAsync(CreamPieDbContext db, string path, CancellationToken cancellationToken)
    {
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var id = await db.Database.SqlQuery<string>($"select pg_export_snapshot() as \"Value\"").SingleAsync(cancellationToken);
        var tools = await postgres.FindAsync(db, cancellationToken);
        var dump = await PartFile.WriteAsync(path, file => tools.DumpAsync(id, file, cancellationToken), cancellationToken);
        var (content, migration, mark) = await ReadAsync(db, cancellationToken);
        return new(dump, content, migration, mark);
    }

    private static async Task<(DatabaseContent, string, string?)> ReadAsync(CreamPieDbContext db, CancellationToken cancellationToken) =>
    (
        await CopyContentReader.ReadAsync(db, cancellationToken),
        (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault() ?? "",
        await db.Installations.Select(i => i.Mark).SingleAsync(cancellationToken)
    );
}
