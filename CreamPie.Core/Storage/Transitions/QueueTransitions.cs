using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>A document is handed to the job server, comes back into the queue, or leaves it for good.</summary>
internal static class QueueTransitions
{
    /// <param name="handedAt">When it was handed over before, as the caller has read it.</param>
    /// <returns>False if another process has handed it over since.</returns>
    public static async Task<bool> HandOverAsync(
        CreamPieDbContext db, int documentId, DateTime? handedAt, DateTime now, CancellationToken cancellationToken) =>
        await db.Documents.Where(d => d.Id == documentId && d.DispatchedAt == handedAt)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DispatchedAt, now), cancellationToken) == 1;

    /// <summary>
    /// Documents that were over are run again as if they had never been tried: from their archived bytes if they have any,
    /// else as the requests that they were.
    /// </summary>
    /// <param name="handedAt">When a job of theirs was queued already; null where the sweeper has to.</param>
    /// <param name="crashes">How many deaths they go on with.</param>
    /// <returns>How many.</returns>
    public static Task<int> RequeueAsync(
        this IQueryable<Document> documents, DateTime now, DateTime? handedAt, int crashes, CancellationToken cancellationToken) =>
        documents.ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Planned : DocumentState.Archived)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.Crashes, crashes)
                .SetProperty(d => d.NextAttempt, now)
                .SetProperty(d => d.DispatchedAt, handedAt),
            cancellationToken);

    /// <summary>Documents that no worker has, and that are not wanted any more.</summary>
    /// <returns>How many.</returns>
    public static Task<int> SupersedeAsync(this IQueryable<Document> documents, CancellationToken cancellationToken) =>
        documents.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DocumentState.Superseded), cancellationToken);

    /// <summary>The same for an open one whose worker may be frozen: the raised token keeps it from bringing the document back.</summary>
    /// <returns>False if it is not in the queue, or a worker has it.</returns>
    public static async Task<bool> SupersedeOpenAsync(CreamPieDbContext db, int documentId, DateTime now, CancellationToken cancellationToken)
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
