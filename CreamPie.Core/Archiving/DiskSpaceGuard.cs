using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Archiving;

/// <summary>
/// Pauses fetches and imports while the archive's disk is nearly full or not writable, or its bucket is away. Checked before any work
/// begins, so that a full disk changes no state, and again after a few seconds, so that work resumes by itself.
/// </summary>
public sealed partial class DiskSpaceGuard(IArchiveStore store, TimeProvider time, ILogger<DiskSpaceGuard> log)
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
        var why = store.WhyUnusable();
        if (why is not null && _why is null)
            Log.Pausing(log, why);
        else if (why is null && _why is not null)
            Log.Resuming(log);
        (_why, _checkedAt) = (why, time.GetTimestamp());
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Fetches and imports paused: {Why}")]
        public static partial void Pausing(ILogger logger, string why);

        [LoggerMessage(2, LogLevel.Information, "Fetches and imports resumed: the archive is writable again.")]
        public static partial void Resuming(ILogger logger);
    }
}
