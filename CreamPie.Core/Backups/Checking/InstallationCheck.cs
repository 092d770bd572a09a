using CreamPie.Core.Archiving;
using CreamPie.Core.Archiving.Buckets;
using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Backups.Checking;

/// <summary>
/// Checks at start that database and archive belong together: both have the mark of one installation. The first start makes it. A
/// database that was restored beside another archive, an empty one, or a second machine with a folder of its own does not start.
/// </summary>
public sealed partial class InstallationCheck(
    IDbContextFactory<CreamPieDbContext> contexts, ArchiveMark mark, ArchivedManifests manifests, ArchiveSample sample,
    IArchiveStore store, ILogger<InstallationCheck> log)
{
    private const string Adopt = "To use the two together all the same, run the command adopt once.";

    /// <summary>
    /// Compares the marks, or makes them, and looks at a sample of the archived files. A bucket that does not answer fails no start: then
    /// the next start checks.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">They do not belong together; the sentence says what to do.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The archive's own test, just before, has waited for the bucket.
        if (store is BucketStore && store.WhyUnusable() is { } why)
        {
            Log.NotChecked(log, why);
            return;
        }
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (ArchiveAwayException away) when (!away.IsSetting)
        {
            Log.NotChecked(log, away.Message);
        }
    }

    /// <summary>Makes database and archive one installation, whatever they were before.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many of the archived files that were looked at are missing.</returns>
    public async Task<ArchiveSample.Result> AdoptAsync(CancellationToken cancellationToken)
    {
        var seen = await sample.ReadAsync(after: 0, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var installation = await db.Installations.SingleAsync(cancellationToken);
        installation.Mark ??= await mark.ReadAsync(cancellationToken) ?? NewMark();
        if (seen.Missing.Count > 0)
            installation.AcceptedThrough = await db.Documents.MaxAsync(d => d.Id, cancellationToken);
        await mark.ReplaceAsync(installation.Mark, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return seen;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var accepted = await TransientFaults.RetryAsync(() => AgreeAsync(cancellationToken), cancellationToken);
        var seen = await sample.ReadAsync(accepted, cancellationToken);
        if (seen.Missing.Count * 2 > seen.Read)
        {
            throw new BackupException(
                $"The archive {mark.Place} lacks {seen.Missing.Count} of {seen.Read} files that the database names. "
                + "Put the archive back, or restore a backup: the command restore puts both back. " + Adopt);
        }
        if (seen.Missing.Count > 0 || seen.Damaged.Count > 0)
            Log.Damaged(log, seen.Missing.Count, seen.Damaged.Count, seen.Read, seen.Missing.Concat(seen.Damaged).First());
    }

    /// <summary>One process after the other, by the lock of the row: the archive is marked before the database says with what.</summary>
    /// <returns>Documents up to which files may be missing.</returns>
    private async Task<int> AgreeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var installation = db.Database.IsNpgsql()
            ? await db.Installations.FromSql($"select * from installation where id = 1 for update").SingleAsync(cancellationToken)
            : await db.Installations.SingleAsync(cancellationToken);
        var there = await mark.ReadAsync(cancellationToken);
        if (installation.Mark is null)
        {
            installation.Mark = await FirstMarkAsync(db, there, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        else if (installation.Mark != there)
            throw new BackupException(Apart(there));
        return installation.AcceptedThrough ?? 0;
    }

    private async Task<string> FirstMarkAsync(CreamPieDbContext db, string? there, CancellationToken cancellationToken)
    {
        if (await db.Documents.AnyAsync(d => d.Sha256 != null, cancellationToken))
        {
            var seen = await sample.ReadAsync(after: 0, cancellationToken);
            if (seen.Missing.Count * 2 > seen.Read)
                throw new BackupException(Apart(there));
        }
        else if (await manifests.AnyAsync(cancellationToken))
        {
            throw new BackupException(
                $"The database is new, and the archive {mark.Place} has documents. Restore the last backup (the command restore), make the "
                + $"database from the archive (the command rebuild), or give it another folder (Storage__Path). {Adopt}");
        }
        if (there is null)
            await mark.ReplaceAsync(there = NewMark(), cancellationToken);
        return there;
    }

    private string Apart(string? there) =>
        $"The database and the archive {mark.Place} do not belong together: the archive "
        + (there is null ? "has no mark of the database's installation. " : "is another installation's. ")
        + "Processes on one database use one archive (Storage__Path); the command restore puts back both. " + Adopt;

    private static string NewMark() => Guid.NewGuid().ToString("N");

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "Of {Read} archived files that were checked at start {Missing} are missing and {Damaged} damaged, like {Sha256}. "
            + "The command verify lists them all; restore puts them back from a backup.")]
        public static partial void Damaged(ILogger logger, int missing, int damaged, int read, string sha256);

        [LoggerMessage(2, LogLevel.Warning, "Whether database and archive belong together was not checked; the next start does. {Why}")]
        public static partial void NotChecked(ILogger logger, string why);
    }
}
