using CreamPie.Core.Archiving;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Backups.Checking;

/// <summary>What the verification of an installation has found.</summary>
/// <param name="Files">Archived files that were read.</param>
/// <param name="Bytes">Their sizes added up.</param>
/// <param name="Content">Counts and checksums of the database.</param>
/// <param name="Faults">A sentence each; empty if all is well.</param>
public sealed record VerifiedInstallation(long Files, long Bytes, DatabaseContent Content, IReadOnlyList<string> Faults);

/// <summary>Reads all that the installation has: every archived file by its hash, every row, and what must hold between them.</summary>
public sealed class InstallationVerification(
    SqliteCheck sqlite, InvariantCheck invariants, ArchivedFiles archived, ArchiveMark mark, ContentQuery contents,
    IDbContextFactory<CreamPieDbContext> contexts)
{
    /// <summary>Verifies the installation, which may run meanwhile.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<VerifiedInstallation> RunAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        if (await sqlite.FindFaultAsync(cancellationToken) is { } damage)
            throw new BackupException(damage);
        var content = await contents.ReadAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Installations.Select(i => i.Mark).SingleAsync(cancellationToken) != await mark.ReadAsync(cancellationToken))
            faults.Add($"The archive {mark.Place} has not the mark of the database's installation.");
        var (files, bytes) = (0L, 0L);
        await foreach (var sha256 in archived.AllAsync(withSetAside: true, cancellationToken))
        {
            files++;
            if (await archived.ReadAsync(sha256, cancellationToken) is { } read)
                bytes += read.Length;
            else
                faults.Add($"The archived file {sha256} is damaged: its hash does not match, or it cannot be read.");
        }
        await foreach (var document in db.Documents.InArchive().AsNoTracking().Select(d => new { d.Id, d.Sha256 }).AsAsyncEnumerable())
        {
            if (!await archived.HasAsync(document.Sha256!, cancellationToken))
                faults.Add($"The archive lacks the file {document.Sha256} of document {document.Id}.");
        }
        // What they say of files is said above.
        faults.AddRange((await invariants.ViolationsAsync(mostBytes: 0, cancellationToken))
            .Where(v => !v.Contains("archive", StringComparison.OrdinalIgnoreCase)));
        return new(files, bytes, content, faults);
    }
}
