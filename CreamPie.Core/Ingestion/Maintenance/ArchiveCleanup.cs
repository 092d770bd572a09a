using CreamPie.Core.Archiving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>
/// Weekly clean-up of the archive: removes files that neither a row nor a manifest needs, and quarantines documents whose
/// file is missing.
/// </summary>
public sealed partial class ArchiveCleanup(
    ArchiveCensus census, IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<ArchiveCleanup> log)
{
    private static readonly TimeSpan OrphansLive = TimeSpan.FromDays(7);

    /// <summary>
    /// Up to this many may be missing individually; more than a tenth of all files, or all, means that the disk is
    /// missing.
    /// </summary>
    private const int FewMissing = 20;

    /// <summary>Compares all files with all rows and manifests. Files younger than a week are left alone.</summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var old = time.Now() - OrphansLive;
        var orphans = new Dictionary<string, CountedFile>(StringComparer.Ordinal);
        var (all, missing, found) = (0, new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var folder in ArchiveCensus.Folders)
        {
            var wanted = await WantedAsync(db, folder, cancellationToken);
            all += wanted.Count;
            foreach (var file in await census.FilesAsync(folder, cancellationToken))
            {
                if (!wanted.Contains(file.Sha256) && file.Written < old)
                    orphans.Add(file.Sha256, file);
                found.Add(file.Sha256);
            }
            missing.AddRange(wanted.Where(sha256 => !found.Contains(sha256)));
            found.Clear();
        }
        await RemoveOrphansAsync(orphans, cancellationToken);
        await MarkMissingAsync(db, missing, all, cancellationToken);
    }

    /// <summary>Hashes of one folder that a row needs.</summary>
    private static async Task<HashSet<string>> WantedAsync(CreamPieDbContext db, string folder, CancellationToken cancellationToken)
    {
        // A range the index can serve: no hex digit sorts after f.
        var after = folder + "g";
        var hashes = await db.Documents
            .Where(d => d.Sha256!.CompareTo(folder) > 0 && d.Sha256.CompareTo(after) < 0 && d.BytesRemovedAt == null)
            .Select(d => d.Sha256!).Distinct().ToListAsync(cancellationToken);
        return hashes.ToHashSet(StringComparer.Ordinal);
    }

    private async Task RemoveOrphansAsync(Dictionary<string, CountedFile> orphans, CancellationToken cancellationToken)
    {
        if (orphans.Count == 0)
            return;
        await foreach (var named in census.NamedByManifestsAsync(cancellationToken))
            orphans.Remove(named);
        foreach (var orphan in orphans.Values)
        {
            if (orphan.IsSetAside)
                await census.RemoveAsync(orphan.Sha256, cancellationToken);
            else
                await census.PutAsideAsync(orphan, cancellationToken);
        }
        Log.Orphans(log, orphans.Values.Count(o => !o.IsSetAside), orphans.Values.Count(o => o.IsSetAside));
    }

    private async Task MarkMissingAsync(CreamPieDbContext db, List<string> missing, int all, CancellationToken cancellationToken)
    {
        if ((missing.Count > FewMissing && missing.Count > all / 10) || (missing.Count == all && all > 1))
        {
            Log.TooManyMissing(log, missing.Count, all);
            return;
        }
        foreach (var sha256 in missing)
        {
            var error = $"The archived file {sha256} is missing.";
            var marked = await ArchiveTransitions.MarkCorruptAsync(db, sha256, error, cancellationToken);
            if (marked > 0)
                Log.Missing(log, sha256, marked);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information,
            "Archive clean-up: set aside {Aside} orphaned files, removed {Removed} set aside a week ago.")]
        public static partial void Orphans(ILogger logger, int aside, int removed);

        [LoggerMessage(2, LogLevel.Error, "Archived file {Sha256} is missing; quarantined {Documents} documents. Their bars stay.")]
        public static partial void Missing(ILogger logger, string sha256, int documents);

        [LoggerMessage(
            3, LogLevel.Error,
            "{Missing} of {All} archived files are missing: is the archive's disk mounted? No document was quarantined.")]
        public static partial void TooManyMissing(ILogger logger, int missing, int all);
    }
}
