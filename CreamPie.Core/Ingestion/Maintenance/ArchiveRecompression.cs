using System.Globalization;
using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Archiving.Compression;
using CreamPie.Core.Market.Calendar;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Compresses archived files that are older than the settings say, in short turns: half of the time it rests, and it stops while the
/// archive's disk is nearly full.
/// </summary>
public sealed partial class ArchiveRecompression(
    ArchiveCensus census, ArchiveCompressor compressor, DiskSpaceGuard diskSpace, IOptions<ArchiveOptions> options, TimeProvider time,
    ILogger<ArchiveRecompression> log)
{
    /// <summary>Of one run: the other maintenance tasks wait meanwhile.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>Hashes that are remembered as not worth it, so that the next round of this process does not read them again.</summary>
    private const int MostRemembered = 50_000;

    private readonly HashSet<string> _incompressible = new(StringComparer.Ordinal);

    /// <summary>Hash at which the last turn ended.</summary>
    private string? _last;

    /// <summary>Compresses for a minute at most.</summary>
    /// <param name="cancellationToken">Ends it; no file is lost.</param>
    /// <returns>True if all folders were seen; false if the next turn goes on.</returns>
    /// <exception cref="ArchiveAwayException">The bucket is away.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var (begun, old) = (time.GetTimestamp(), time.Now().AddDays(-options.Value.CompressAfterDays));
        var (files, saved) = (0, 0L);
        foreach (var folder in ArchiveCensus.Folders.Where(f => string.CompareOrdinal(f, _last?[..2]) >= 0))
        {
            foreach (var file in (await census.FilesAsync(folder, cancellationToken))
                .Where(f => string.CompareOrdinal(f.Sha256, _last) > 0).OrderBy(f => f.Sha256, StringComparer.Ordinal))
            {
                if (!IsWanted(file, old))
                    continue;
                if (time.GetElapsedTime(begun) > Turn || diskSpace.Paused is not null)
                {
                    Report(files, saved);
                    return false;
                }
                if (await CompressAsync(file.Sha256, cancellationToken) is > 0 and var less)
                    (files, saved) = (files + 1, saved + less);
                _last = file.Sha256;
            }
        }
        _last = null;
        Report(files, saved);
        return true;
    }

    private bool IsWanted(CountedFile file, DateTime old) => file.Forms.HasFlag(ArchivedForms.Plain)
        && (file.Written < old || file.Forms.HasFlag(ArchivedForms.Compressed)) && !_incompressible.Contains(file.Sha256);

    private async Task<long> CompressAsync(string sha256, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var saved = 0L;
        try
        {
            saved = await compressor.CompressAsync(sha256, cancellationToken);
            if (saved == 0 && _incompressible.Count < MostRemembered)
                _incompressible.Add(sha256);
        }
        // The others are still compressed. Without its bucket nothing can be.
        catch (Exception fault) when (fault is UnauthorizedAccessException or (IOException and not ArchiveAwayException))
        {
            Log.NotCompressed(log, fault, sha256);
        }
        await Task.Delay(time.GetElapsedTime(begun), time, cancellationToken);
        return saved;
    }

    private void Report(int files, long saved)
    {
        if (files > 0)
            Log.Compressed(log, files, (saved / 1e6).ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Compressed {Files} archived files, which frees {Megabytes} MB.")]
        public static partial void Compressed(ILogger logger, int files, string megabytes);

        [LoggerMessage(2, LogLevel.Warning, "The archived file {Sha256} could not be compressed; it stays as it is.")]
        public static partial void NotCompressed(ILogger logger, Exception fault, string sha256);
    }
}
