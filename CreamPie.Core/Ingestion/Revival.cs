using CreamPie.Core.Archiving;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Ingestion;

/// <summary>Documents that were over and are run again as if they had never been tried: from their bytes if they have any, else as the request that they were.</summary>
internal static class Revival
{
    /// <param name="handedAt">When a job of theirs was queued already; null where the sweeper has to.</param>
    /// <param name="crashes">How many deaths they go on with.</param>
    /// <returns>How many.</returns>
    public static Task<int> ReviveAsync(
        this IQueryable<Document> documents, DateTime now, CancellationToken cancellationToken, DateTime? handedAt = null, int crashes = 0) =>
        documents.ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Planned : DocumentState.Archived)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.Crashes, crashes)
                .SetProperty(d => d.NextAttempt, now)
                .SetProperty(d => d.HandedAt, handedAt),
            cancellationToken);
}
