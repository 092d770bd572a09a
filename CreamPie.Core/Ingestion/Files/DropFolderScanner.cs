using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Files;

/// <summary>
/// Imports the files of the drop folder. A file is imported once its size and time were equal in two scans, and deleted
/// only after it is archived; one that cannot be deleted is imported again only if it changes.
/// </summary>
public sealed partial class DropFolderScanner(
    FileImport import, DiskSpaceGuard diskSpace, IOptions<StorageOptions> storage, IOptions<ArchiveOptions> archive,
    ILogger<DropFolderScanner> log)
{
    /// <summary>A larger file is not a price history; it stays, and is logged once.</summary>
    private const long LargestFile = 512 << 20;

    /// <summary>Endings of files that are still being written, also those of browsers' downloads.</summary>
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".crdownload"];

    private Dictionary<string, (long Size, DateTime Written)> _seen = [];

    /// <summary>Imported but not deleted: importing again at each scan would requeue quarantined documents.</summary>
    private readonly HashSet<(string Name, (long, DateTime) Settled)> _undeleted = [];

    /// <summary>
    /// Logged once and retried at each scan: the database may be unavailable, or the permissions of a file may change.
    /// </summary>
    private readonly HashSet<(string Name, (long, DateTime) Settled)> _failed = [];

    /// <summary>Replaced by tests: they run as root, which can delete everything.</summary>
    internal Action<string> Delete { get; set; } = File.Delete;

    /// <summary>Scans once.</summary>
    /// <returns>Number of files imported.</returns>
    public async Task<int> ScanAsync(CancellationToken cancellationToken)
    {
        if (diskSpace.Paused is not null)
            return 0;
        var folder = new DirectoryInfo(storage.Value.Drop);
        // With a bucket a node has no folder of its own, unless its operator gives it one.
        if (archive.Value.IsBucket && !folder.Exists)
            return 0;
        folder.Create();
        var files = folder.EnumerateFiles().Where(IsCandidate).ToDictionary(f => f.Name, f => (f.Length, f.LastWriteTimeUtc));
        var settled = files.Where(f => _seen.TryGetValue(f.Key, out var before) && before == f.Value).ToList();
        foreach (var (name, (size, _)) in files.Where(f => f.Value.Length > LargestFile && !_seen.ContainsKey(f.Key)))
            Log.TooLarge(log, name, size);
        _seen = files;
        _undeleted.RemoveWhere(f => !files.TryGetValue(f.Name, out var now) || now != f.Settled);
        _failed.RemoveWhere(f => !files.TryGetValue(f.Name, out var now) || now != f.Settled);

        var imported = 0;
        foreach (var (name, _) in settled.Where(f => f.Value.Length <= LargestFile).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            try
            {
                if (_undeleted.Contains((name, files[name])))
                    Remove(name, files[name]);
                else if (await TakeAsync(name, files[name], cancellationToken))
                    imported++;
                _failed.Remove((name, files[name]));
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                if (_failed.Add((name, files[name])))
                    Log.NotImported(log, fault, name);
            }
        }
        return imported;
    }

    /// <summary>A file that changes during its import stays, and is imported again.</summary>
    private async Task<bool> TakeAsync(string name, (long Size, DateTime Written) settled, CancellationToken cancellationToken)
    {
        var path = Path.Combine(storage.Value.Drop, name);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        if (Stamp(path) != settled)
            return false;
        var document = await import.ImportAsync(Caller.System, name, bytes, cancellationToken);
        Log.Imported(log, name, document.Id);
        Remove(name, settled);
        return true;
    }

    private void Remove(string name, (long Size, DateTime Written) settled)
    {
        var path = Path.Combine(storage.Value.Drop, name);
        if (Stamp(path) != settled)
            return;
        try
        {
            Delete(path);
            _undeleted.Remove((name, settled));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (_undeleted.Add((name, settled)))
                Log.NotDeleted(log, fault, name);
        }
    }

    /// <returns>Null if it is gone.</returns>
    private static (long Size, DateTime Written)? Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : null;
    }

    private static bool IsCandidate(FileInfo file) =>
        !file.Name.StartsWith('.')
        && !Array.Exists(Unfinished, ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && file.LinkTarget is null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Imported {Name} from the drop folder as document {Document}.")]
        public static partial void Imported(ILogger logger, string name, int document);

        [LoggerMessage(
            2, LogLevel.Warning,
            "{Name} could not be imported from the drop folder; every scan retries it without logging this again.")]
        public static partial void NotImported(ILogger logger, Exception fault, string name);

        [LoggerMessage(3, LogLevel.Warning, "{Name} ({Size} bytes) is too large for a price history; it stays in the drop folder.")]
        public static partial void TooLarge(ILogger logger, string name, long size);

        [LoggerMessage(
            4, LogLevel.Warning,
            "{Name} was imported but cannot be deleted from the drop folder: is it writable? "
            + "It is imported again only if it changes.")]
        public static partial void NotDeleted(ILogger logger, Exception fault, string name);
    }
}
