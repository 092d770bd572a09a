using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Pauses fetches and imports while the disk is nearly full or not writable. Checked before any work begins, so that a
/// full disk changes no state, and again after a few seconds, so that work resumes by itself.
/// </summary>
public sealed partial class DiskSpaceGuard(IOptions<StorageOptions> storage, TimeProvider time, ILogger<DiskSpaceGuard> log)
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private long _checkedAt;
    private string? _why;

    /// <summary>Why work is paused, in one sentence; null while it is not.</summary>
    public string? Paused
    {
        get
        {
            lock (_lock)
            {
                if (_checkedAt == 0 || time.GetElapsedTime(_checkedAt) > CacheTime)
                    Check();
                return _why;
            }
        }
    }

    private void Check()
    {
        var why = PauseReason();
        if (why is not null && _why is null)
            Log.Pausing(log, why);
        else if (why is null && _why is not null)
            Log.Resuming(log);
        (_why, _checkedAt) = (why, time.GetTimestamp());
    }

    private string? PauseReason()
    {
        var folder = Path.Combine(storage.Value.Archive, "tmp");
        try
        {
            DurableFile.CreateFolder(folder);
            var disk = new DriveInfo(Path.GetFullPath(folder));
            var free = disk.AvailableFreeSpace / 1e6;
            var percent = 100.0 * disk.AvailableFreeSpace / Math.Max(1, disk.TotalSize);
            if (free < storage.Value.MinFreeMegabytes || percent < storage.Value.MinFreePercent)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The archive disk is nearly full: {free:0} MB ({percent:0.0}%) free, {storage.Value.MinFreeMegabytes} MB "
                    + $"and {storage.Value.MinFreePercent:0.#}% required (Storage__MinFreeMegabytes, Storage__MinFreePercent).");
            }
            var probe = Path.Combine(folder, $"{Guid.NewGuid():N}.probe");
            using (var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
            {
                file.Write(new byte[Probe]);
            }
            return null;
        }
        // .NET reports EFBIG as ArgumentOutOfRangeException.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Log.CannotWrite(log, fault);
            return "The archive cannot be written; see the log for details.";
        }
    }

    /// <summary>Larger than an ordinary page, so that a quota shows before a page is fetched.</summary>
    private const int Probe = 1 << 16;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Fetches and imports paused: {Why}")]
        public static partial void Pausing(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Information, "Fetches and imports resumed: the archive is writable again.")]
        public static partial void Resuming(ILogger logger);

        [LoggerMessage(3, LogLevel.Debug, "The archive cannot be written.")]
        public static partial void CannotWrite(ILogger logger, Exception fault);
    }
}
