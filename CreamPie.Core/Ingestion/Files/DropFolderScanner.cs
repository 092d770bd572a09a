using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Files;

/// <summary>
/// The folder that files are dropped into. A file is taken once its size and time were the same in two scans, and leaves
/// the folder only after it is archived; one that cannot be deleted is not taken twice, unless it changes.
/// </summary>
public sealed partial class DropFolderScanner(FileImport intake, DiskSpaceGuard guard, IOptions<StorageOptions> storage, ILogger<DropFolderScanner> log)
{
    /// <summary>Beyond this a file is no history; it stays where it is, and the log says so once.</summary>
    private const long LargestFile = 512 << 20;

    private Dictionary<string, (long Size, DateTime Written)> _seen = [];

    /// <summary>Taken in, and still there: each scan would revive what is quarantined.</summary>
    private readonly HashSet<(string Name, (long, DateTime) Settled)> _left = [];

    /// <summary>Said once, and tried at each scan: the database may be away, or who may read a file changes without a new time.</summary>
    private readonly HashSet<(string Name, (long, DateTime) Settled)> _failed = [];

    /// <summary>Nothing stops the root that tests run as.</summary>
    internal Action<string> Delete { get; set; } = File.Delete;

    /// <returns>How many files were taken in.</returns>
    public async Task<int> ScanAsync(CancellationToken cancellationToken)
    {
        if (guard.Paused is not null)
            return 0;
        var folder = Directory.CreateDirectory(storage.Value.Drop);
        var files = folder.EnumerateFiles().Where(IsMeant).ToDictionary(f => f.Name, f => (f.Length, f.LastWriteTimeUtc));
        var settled = files.Where(f => _seen.TryGetValue(f.Key, out var before) && before == f.Value).ToList();
        foreach (var (name, (size, _)) in files.Where(f => f.Value.Length > LargestFile && !_seen.ContainsKey(f.Key)))
            Log.TooLarge(log, name, size);
        _seen = files;
        _left.RemoveWhere(l => !files.TryGetValue(l.Name, out var now) || now != l.Settled);
        _failed.RemoveWhere(f => !files.TryGetValue(f.Name, out var now) || now != f.Settled);

        var taken = 0;
        foreach (var (name, _) in settled.Where(f => f.Value.Length <= LargestFile).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            try
            {
                if (_left.Contains((name, files[name])))
                    Remove(name, files[name]);
                else if (await TakeAsync(name, files[name], cancellationToken))
                    taken++;
                _failed.Remove((name, files[name]));
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                if (_failed.Add((name, files[name])))
                    Log.NotTaken(log, fault, name);
            }
        }
        return taken;
    }

    /// <summary>What is rewritten while it is taken stays, and is taken again as it then is.</summary>
    private async Task<bool> TakeAsync(string name, (long Size, DateTime Written) settled, CancellationToken cancellationToken)
    {
        var path = Path.Combine(storage.Value.Drop, name);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        if (Stamp(path) != settled)
            return false;
        var document = await intake.ImportAsync(Caller.System, name, bytes, cancellationToken);
        Log.Taken(log, name, document.Id);
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
            _left.Remove((name, settled));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (_left.Add((name, settled)))
                Log.NotDeleted(log, fault, name);
        }
    }

    /// <returns>Null if it is not there any more.</returns>
    private static (long Size, DateTime Written)? Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : null;
    }

    private static bool IsMeant(FileInfo file) =>
        !file.Name.StartsWith('.')
        && !file.Name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase)
        && !file.Name.EndsWith(".part", StringComparison.OrdinalIgnoreCase)
        && file.LinkTarget is null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Took {Name} from the drop folder as document {Document}.")]
        public static partial void Taken(ILogger logger, string name, int document);

        [LoggerMessage(2, LogLevel.Warning, "{Name} could not be taken from the drop folder; it stays there and is tried at every scan, without saying this again.")]
        public static partial void NotTaken(ILogger logger, Exception fault, string name);

        [LoggerMessage(3, LogLevel.Warning, "{Name} has {Size} bytes: too large for a price history. It stays in the drop folder.")]
        public static partial void TooLarge(ILogger logger, string name, long size);

        [LoggerMessage(4, LogLevel.Warning, "{Name} is taken in, but cannot be deleted from the drop folder: may CreamPie write there? It is taken again only if it changes.")]
        public static partial void NotDeleted(ILogger logger, Exception fault, string name);
    }
}
