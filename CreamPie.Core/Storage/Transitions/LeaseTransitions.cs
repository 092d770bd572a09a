using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>Acquires, renews and releases the lease of a document, fenced by a token.</summary>
internal static class LeaseTransitions
{
    /// <summary>
    /// Leases a runnable document to <paramref name="owner"/> until <paramref name="until"/>. One with bytes stays Archived: it
    /// is never fetched again. Counts an attempt, and a crash if a former owner never released its lease on archived bytes;
    /// neither for the owners in <paramref name="uncharged"/>, which did not die.
    /// </summary>
    /// <returns>The document with its new token; null if it is not runnable, or leased by another worker.</returns>
    public static async Task<Document?> AcquireAsync(
        CreamPieDbContext db, int documentId, string owner, DateTime now, DateTime until, string[] uncharged,
        CancellationToken cancellationToken)
    {
        var taken = await db.Documents.Where(d => d.Id == documentId).Runnable(now).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Fetching : DocumentState.Archived)
                .SetProperty(d => d.Attempts, d => d.Attempts + (uncharged.Contains(d.LeaseOwner) ? 0 : 1))
                .SetProperty(
                    d => d.Crashes,
                    d => d.Crashes + (d.Sha256 != null && d.LeaseOwner != null && !uncharged.Contains(d.LeaseOwner) ? 1 : 0))
                .SetProperty(d => d.Token, d => d.Token + 1)
                .SetProperty(d => d.DispatchedAt, (DateTime?)null)
                .SetProperty(d => d.LeaseOwner, owner)
                .SetProperty(d => d.LeaseUntil, until),
            cancellationToken);
        if (taken == 0)
            return null;
        var document = await db.Documents.AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == documentId && d.LeaseOwner == owner, cancellationToken);
        if (document is { Token: > 1 })
            await AttemptTransitions.AbandonAsync(db, document.Id, document.Token, now, cancellationToken);
        return document;
    }

    /// <returns>False if another worker has leased the document; true also if the lease was just released.</returns>
    public static async Task<bool> RenewAsync(CreamPieDbContext db, Document leased, DateTime until, CancellationToken cancellationToken) =>
        await db.Documents.LeasedAs(leased).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, until), cancellationToken) == 1
        || await db.Documents.AnyAsync(d => d.Id == leased.Id && d.Token == leased.Token, cancellationToken);

    /// <summary>Undoes a lease: the attempt is refunded and its row removed.</summary>
    public static async Task ReleaseAsync(CreamPieDbContext db, Document leased, DateTime nextAttempt, CancellationToken cancellationToken)
    {
        await db.Documents.LeasedAs(leased).Where(d => d.State != DocumentState.Loaded).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Waiting : DocumentState.Archived)
                .SetProperty(d => d.Attempts, d => d.Attempts - 1)
                .SetProperty(d => d.NextAttempt, nextAttempt)
                .SetProperty(d => d.DispatchedAt, (DateTime?)null)
                .ReleaseLease(),
            cancellationToken);
        await AttemptTransitions.RemoveAsync(db, leased, cancellationToken);
    }

    /// <summary>Ends every lease. The owners stay on the rows, so that the next lease counts a crash of theirs.</summary>
    public static Task<int> ExpireAllAsync(CreamPieDbContext db, CancellationToken cancellationToken) =>
        db.Documents.Where(d => d.LeaseUntil != null || d.DispatchedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.LeaseUntil, (DateTime?)null).SetProperty(d => d.DispatchedAt, (DateTime?)null),
            cancellationToken);

    /// <summary>Part of every transition that ends a lease.</summary>
    public static UpdateSettersBuilder<Document> ReleaseLease(this UpdateSettersBuilder<Document> set) => set
        .SetProperty(d => d.LeaseOwner, (string?)null)
        .SetProperty(d => d.LeaseUntil, (DateTime?)null);
}
