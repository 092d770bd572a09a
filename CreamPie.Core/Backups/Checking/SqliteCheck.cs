using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Backups.Checking;

/// <summary>SQLite's own checks of its file. One that was copied while a server wrote it is damaged, and reads well for a while.</summary>
public sealed class SqliteCheck(IDbContextFactory<CreamPieDbContext> contexts, IOptions<DatabaseOptions> options)
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>The quick one, before anything else is done with the file.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It is damaged.</exception>
    public async Task RunAtStartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CheckAtStart && await FindAsync("pragma quick_check(1)", cancellationToken) is { } fault)
            throw new BackupException(fault);
    }

    /// <summary>The whole one: pages, indexes and constraints.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if it is whole, or no SQLite.</returns>
    public Task<string?> FindFaultAsync(CancellationToken cancellationToken) =>
        FindAsync("pragma integrity_check(1)", cancellationToken);

    private async Task<string?> FindAsync(string check, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var file = db.Database.IsSqlite() ? db.Database.GetDbConnection().DataSource : "";
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
            return null;
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = check;
            return await command.ExecuteScalarAsync(cancellationToken) is "ok" ? null : Sentence(file);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return Sentence(file);
        }
    }

    private static string Sentence(string file) =>
        $"The database {file} is damaged (SQLite's check failed), like a file that was copied while a server wrote it. Restore a backup "
        + "(the command restore), or move the file away and make the database from the archive (the command rebuild).";
}
