using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Storage;

/// <summary>
/// Makes SQLite durable and concurrent: a commit is on disk when it returns, and readers never wait for the writer.
/// Where the root is read-only, its temporary files go to the data folder: without any folder a large sort or load would fail.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

    private readonly Lazy<string> _pragmas;

    public SqlitePragmas(IOptions<StorageOptions> storage) => _pragmas = new(() =>
        OperatingSystem.IsWindows() || OwnFolders.Any(IsWritable)
            ? Pragmas
            : $"{Pragmas} PRAGMA temp_store_directory='{storage.Value.Path.Replace("'", "''", StringComparison.Ordinal)}';");

    /// <summary>Where SQLite puts its temporary files by itself. Replaced by tests: they cannot make these read-only.</summary>
    internal IReadOnlyList<string> OwnFolders { get; set; } =
    [
        .. new[] { Environment.GetEnvironmentVariable("SQLITE_TMPDIR"), Environment.GetEnvironmentVariable("TMPDIR") }.OfType<string>(),
        "/var/tmp", "/usr/tmp", "/tmp", ".",
    ];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas.Value;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = _pragmas.Value;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $"creampie-{Guid.NewGuid():N}"),
                FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
