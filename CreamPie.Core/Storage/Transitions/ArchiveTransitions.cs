using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>A document's bytes are archived, found missing, or given up.</summary>
internal static class ArchiveTransitions
{
    /// <summary>
    /// Fetching becomes Archived; the lease continues. <paramref name="archived"/> is the leased document with the data of the
    /// response and its bytes.
    /// </summary>
    /// <returns>False if the lease is lost.</returns>
    public static async Task<bool> ArchiveAsync(CreamPieDbContext db, Document archived, CancellationToken cancellationToken)
    {
        var written = await db.Documents.LeasedAs(archived).Where(d => d.State == DocumentState.Fetching).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Archived)
                .SetProperty(d => d.Sha256, archived.Sha256)
                .SetProperty(d => d.Attempts, archived.Attempts)
                .SetProperty(d => d.Crashes, archived.Crashes)
                .SetProperty(d => d.Bytes, archived.Bytes)
                .SetProperty(d => d.Url, archived.Url)
                .SetProperty(d => d.HttpStatus, archived.HttpStatus)
                .SetProperty(d => d.ContentType, archived.ContentType)
                .SetProperty(d => d.ContentEncoding, archived.ContentEncoding)
                .SetProperty(d => d.StatedAt, archived.StatedAt)
                .SetProperty(d => d.KnownAt, archived.KnownAt),
            cancellationToken);
        await AttemptTransitions.AnsweredAsync(db, archived, cancellationToken);
        return written == 1;
    }

    /// <summary>Gives up the archived bytes of a document that has ended and that nothing refers to.</summary>
    /// <returns>False if a worker has it, or may run it again.</returns>
    public static async Task<bool> RemoveBytesAsync(
        CreamPieDbContext db, int id, DateTime now, int keptDays, CancellationToken cancellationToken) =>
        await db.Documents.Expendable().Where(d => d.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.BytesRemovedAt, now).SetProperty(d => d.KeptDays, keptDays), cancellationToken) == 1;

    /// <summary>Quarantines the unleased documents whose archived file is missing.</summary>
    /// <returns>Number of documents quarantined.</returns>
    public static Task<int> MarkCorruptAsync(CreamPieDbContext db, string sha256, string error, CancellationToken cancellationToken) =>
        db.Documents.InArchive().Where(d => d.Sha256 == sha256 && d.LeaseOwner == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Quarantined)
                .SetProperty(d => d.Outcome, Outcome.Quarantined)
                .SetProperty(d => d.Reason, Reason.ArchiveCorrupt)
                .SetProperty(d => d.Error, error),
            cancellationToken);
}
