using System.Globalization;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Says why nothing may be fetched or taken in at this moment: the disk is nearly full, or cannot be written. Looked at
/// before any work begins, so that a full disk changes no state; looked at again every few seconds, so that it resumes alone.
/// </summary>
public sealed partial class DiskSpaceGuard(IOptions<StorageOptions> storage, TimeProvider time, ILogger<DiskSpaceGuard> log)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private long _looked;
    private string? _why;

    /// <summary>One sentence; null while all is well.</summary>
    public string? Paused
    {
        get
        {
            lock (_lock)
            {
                if (_looked == 0 || time.GetElapsedTime(_looked) > Remembered)
                    Check();
                return _why;
            }
        }
    }

    private void Check()
    {
        var why = WhyNot();
        if (why is not null && _why is null)
            Log.Pausing(log, why);
        else if (why is null && _why is not null)
            Log.Resuming(log);
        (_why, _looked) = (why, time.GetTimestamp());
    }

    private string? WhyNot()
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
                    $"The archive disk is nearly full: {free:0} MB ({percent:0.0}%) free, {storage.Value.MinFreeMegabytes} MB and {storage.Value.MinFreePercent:0.#}% required (Storage__MinFreeMegabytes, Storage__MinFreePercent).");
            }
            var probe = Path.Combine(folder, $"{Guid.NewGuid():N}.probe");
            using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
                file.Write(new byte[Probe]);
            return null;
        }
        // The last is what .NET makes of EFBIG.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Log.CannotWrite(log, fault);
            return "The archive cannot be written; see the log for details.";
        }
    }

    /// <summary>More than an ordinary page, so that a quota shows before the page is fetched.</summary>
    private const int Probe = 1 << 16;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Nothing is fetched or taken in: {Why}")]
        public static partial void Pausing(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Information, "The archive can be written again; the work goes on.")]
        public static partial void Resuming(ILogger logger);

        [LoggerMessage(3, LogLevel.Debug, "The archive cannot be written.")]
        public static partial void CannotWrite(ILogger logger, Exception fault);
    }
}
