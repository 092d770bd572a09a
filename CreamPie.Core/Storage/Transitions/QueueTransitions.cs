using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>Dispatches documents, requeues them, and takes them out of the queue.</summary>
internal static class QueueTransitions
{
    /// <summary>
    /// Marks a document as dispatched, unless another process has dispatched it since <paramref name="dispatchedAt"/> was read
    /// (UTC; null if it was not dispatched).
    /// </summary>
    /// <returns>False if another process has.</returns>
    public static async Task<bool> MarkDispatchedAsync(
        CreamPieDbContext db, int documentId, DateTime? dispatchedAt, DateTime now, CancellationToken cancellationToken) =>
        await db.Documents.Where(d => d.Id == documentId && d.DispatchedAt == dispatchedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DispatchedAt, now), cancellationToken) == 1;

    /// <summary>
    /// Resets ended documents to run again, without former attempts and with <paramref name="crashes"/> crashes: from their
    /// archived bytes if they have any, else as requests. <paramref name="dispatchedAt"/> is set if a job is queued already; null
    /// leaves the dispatch to the sweeper.
    /// </summary>
    /// <returns>Number of documents.</returns>
    public static Task<int> RequeueAsync(
        this IQueryable<Document> documents, DateTime now, DateTime? dispatchedAt, int crashes, CancellationToken cancellationToken) =>
        documents.ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Planned : DocumentState.Archived)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.Crashes, crashes)
                .SetProperty(d => d.NextAttempt, now)
                .SetProperty(d => d.DispatchedAt, dispatchedAt)
                .SetProperty(d => d.Turn, (long?)null),
            cancellationToken);

    /// <summary>Supersedes unleased documents that are no longer needed.</summary>
    /// <returns>Number of documents.</returns>
    public static Task<int> SupersedeAsync(this IQueryable<Document> documents, CancellationToken cancellationToken) =>
        documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded), cancellationToken);

    /// <summary>
    /// Supersedes an open, unleased document; the raised token fences a frozen worker that once leased it.
    /// </summary>
    /// <returns>False if it is not in the queue, or is leased.</returns>
    public static async Task<bool> SupersedeOpenAsync(
        CreamPieDbContext db, int documentId, DateTime now, CancellationToken cancellationToken)
    {
        var superseded = await db.Documents.Where(d => d.Id == documentId).Open().Unleased(now).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Superseded)
                .SetProperty(d => d.Token, d => d.Token + 1)
                .ReleaseLease(),
            cancellationToken) == 1;
        if (superseded)
            await AttemptTransitions.AbandonAsync(db, documentId, long.MaxValue, now, cancellationToken);
        return superseded;
    }
}
