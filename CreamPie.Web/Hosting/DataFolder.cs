using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.SetUp;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting;

/// <summary>
/// With SQLite one process locks the data folder while it lives: the operating system releases the lock even after a kill.
/// </summary>
internal sealed class DataFolder(
    IOptions<StorageOptions> storage, IOptions<DatabaseOptions> database, IOptions<ArchiveOptions> archive) : IDisposable
{
    private FileStream? _lock;

    /// <exception cref="DataFolderInUseException">Another process has locked it.</exception>
    public void Take()
    {
        var folder = storage.Value.Path;
        var isSqlite = database.Value.Provider == DatabaseProvider.Sqlite;
        // With PostgreSQL and a bucket a node keeps nothing, and its disk may be read-only.
        if (isSqlite || !archive.Value.IsBucket)
            Make(folder);
        if (!isSqlite || _lock is not null)
            return;
        _lock = Lock(folder) ?? throw new DataFolderInUseException(
            $"Storage__Path: the data folder {folder} is in use by another CreamPie process. "
            + "Stop that one, or give this one its own folder (Storage__Path). "
            + "SQLite serves one process; for several use PostgreSQL (Database__Provider=Postgres and ConnectionStrings__CreamPie).");
    }

    /// <exception cref="OptionsValidationException">It cannot be written.</exception>
    private static FileStream? Lock(string folder)
    {
        try
        {
            return LockFile.Take(Path.Combine(folder, "creampie.lock"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                StorageOptions.Section, typeof(StorageOptions), [$"Storage__Path: the data folder cannot be written: {fault.Message}"]);
        }
    }

    /// <exception cref="OptionsValidationException">It cannot be made.</exception>
    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                StorageOptions.Section, typeof(StorageOptions), [$"Storage__Path: the data folder cannot be made: {fault.Message}"]);
        }
    }

    public void Dispose() => _lock?.Dispose();
}

internal sealed class DataFolderInUseException(string message) : Exception(message);
