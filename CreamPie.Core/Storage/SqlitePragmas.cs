using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
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
    private readonly ConditionalWeakTable<object, object> _known = [];

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
        if (!IsNew(connection))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = TextFor(connection);
        command.ExecuteNonQuery();
        _known.AddOrUpdate(HandleOf(connection), this);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsNew(connection))
            return;
        await using var command = connection.CreateCommand();
        command.CommandText = TextFor(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        _known.AddOrUpdate(HandleOf(connection), this);
    }

    /// <summary>A handle of the pool keeps what was set on it.</summary>
    private bool IsNew(DbConnection connection) => !_known.TryGetValue(HandleOf(connection), out _);

    private static object HandleOf(DbConnection connection) => ((SqliteConnection)connection).Handle!;

    /// <summary>SQLite's own wait asks again after milliseconds; the driver's, which begins after it, every 150.</summary>
    private string TextFor(DbConnection connection) => string.Create(
        CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={((SqliteConnection)connection).DefaultTimeout * 1_000}; {_pragmas.Value}");

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
