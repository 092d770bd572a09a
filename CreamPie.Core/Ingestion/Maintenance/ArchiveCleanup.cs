using CreamPie.Core.Archiving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>Once a week: files that neither a row nor a manifest names go, and rows whose file is gone say so.</summary>
public sealed partial class ArchiveCleanup(
    ArchiveCensus census, IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<ArchiveCleanup> log)
{
    private static readonly TimeSpan OrphansLive = TimeSpan.FromDays(7);

    /// <summary>Fewer may be gone by themselves; if it is more than every tenth file, or each, it is the disk that is gone.</summary>
    private const int FewMissing = 20;

    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var old = time.Now() - OrphansLive;
        var orphans = new Dictionary<string, bool>(StringComparer.Ordinal);
        var (all, missing) = (0, new List<string>());
        foreach (var folder in ArchiveCensus.Folders)
        {
            var wanted = await WantedAsync(db, folder, cancellationToken);
            foreach (var file in census.Files(folder).Where(f => f.Written < old && !wanted.Contains(f.Sha256)))
                orphans.TryAdd(file.Sha256, file.IsSetAside);
            all += wanted.Count;
            missing.AddRange(wanted.Where(sha256 => !census.Has(sha256)));
        }
        await RemoveOrphansAsync(orphans, cancellationToken);
        await MarkMissingAsync(db, missing, all, cancellationToken);
    }

    /// <summary>The files of one folder that a row speaks of.</summary>
    private static async Task<HashSet<string>> WantedAsync(CreamPieDbContext db, string folder, CancellationToken cancellationToken)
    {
        // By the index; no hex digit comes after f.
        var after = folder + "g";
        var hashes = await db.Documents.Where(d => d.Sha256!.CompareTo(folder) > 0 && d.Sha256.CompareTo(after) < 0)
            .Select(d => d.Sha256!).Distinct().ToListAsync(cancellationToken);
        return hashes.ToHashSet(StringComparer.Ordinal);
    }

    private async Task RemoveOrphansAsync(Dictionary<string, bool> orphans, CancellationToken cancellationToken)
    {
        if (orphans.Count == 0)
            return;
        await foreach (var named in census.NamedByManifestsAsync(cancellationToken))
            orphans.Remove(named);
        foreach (var (sha256, isSetAside) in orphans)
        {
            if (isSetAside)
                census.Remove(sha256);
            else
                census.PutAside(sha256);
        }
        Log.Orphans(log, orphans.Count(o => !o.Value), orphans.Count(o => o.Value));
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
        [LoggerMessage(1, LogLevel.Information, "{Aside} archived files that nothing names were set aside, {Removed} were removed after another week.")]
        public static partial void Orphans(ILogger logger, int aside, int removed);

        [LoggerMessage(2, LogLevel.Error, "The archived file {Sha256} is gone; {Documents} documents are quarantined for it. Their bars stay.")]
        public static partial void Missing(ILogger logger, string sha256, int documents);

        [LoggerMessage(3, LogLevel.Error, "{Missing} of {All} archived files are missing: is the archive's disk there? Nothing was marked.")]
        public static partial void TooManyMissing(ILogger logger, int missing, int all);
    }
}
