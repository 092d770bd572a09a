using CreamPie.Core.Archiving;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>Removes temporary files of the archive that dead processes left.</summary>
public sealed partial class TemporaryFiles(Archive archive, TimeProvider time, ILogger<TemporaryFiles> log)
{
    /// <summary>Longer than any write takes.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    /// <summary>False after a failure, so that it is logged once and not at every sweep.</summary>
    private bool _isTidy = true;

    /// <summary>Removes them; a failure is only logged: it costs space and blocks nothing.</summary>
    public void Remove()
    {
        try
        {
            archive.SweepTemporaryFiles(time.GetUtcNow().UtcDateTime - Oldest);
            _isTidy = true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (_isTidy)
                Log.NotTidied(log, fault);
            _isTidy = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "A temporary file of the archive cannot be removed; every sweep retries without logging this again.")]
        public static partial void NotTidied(ILogger logger, Exception fault);
    }
}
