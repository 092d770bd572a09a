using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>A worker takes a document by a lease and a fencing token, renews the lease, and gives it back.</summary>
internal static class LeaseTransitions
{
    /// <summary>
    /// A runnable document becomes the owner's. One with bytes stays Archived: it is never fetched again. The attempt is
    /// charged here, and so is a death on archived bytes, whose former owner never released its lease.
    /// </summary>
    /// <param name="until">When the lease ends, unless it is renewed.</param>
    /// <param name="uncharged">Former owners that did not die.</param>
    /// <returns>The document with its new token; null if it is not runnable, or taken by another worker.</returns>
    public static async Task<Document?> TakeAsync(
        CreamPieDbContext db, int documentId, string owner, DateTime now, DateTime until, string[] uncharged, CancellationToken cancellationToken)
    {
        var taken = await db.Documents.Where(d => d.Id == documentId).Runnable(now).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, d => d.Sha256 == null ? DocumentState.Fetching : DocumentState.Archived)
                .SetProperty(d => d.Attempts, d => d.Attempts + (uncharged.Contains(d.LeaseOwner) ? 0 : 1))
                .SetProperty(d => d.Crashes, d => d.Crashes + (d.Sha256 != null && d.LeaseOwner != null && !uncharged.Contains(d.LeaseOwner) ? 1 : 0))
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

    /// <returns>False if another worker has taken the document; true also if the lease has just been released.</returns>
    public static async Task<bool> RenewAsync(CreamPieDbContext db, Document leased, DateTime until, CancellationToken cancellationToken) =>
        await db.Documents.LeasedAs(leased).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeaseUntil, until), cancellationToken) == 1
        || await db.Documents.AnyAsync(d => d.Id == leased.Id && d.Token == leased.Token, cancellationToken);

    /// <summary>Untouched and uncharged, as if it had not been taken; its attempt was none.</summary>
    public static async Task ReturnAsync(CreamPieDbContext db, Document leased, DateTime nextAttempt, CancellationToken cancellationToken)
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

    /// <summary>Ends every lease at once; their owners stay on the rows, as those of the dead do.</summary>
    public static Task<int> VoidAllAsync(CreamPieDbContext db, CancellationToken cancellationToken) =>
        db.Documents.Where(d => d.LeaseUntil != null || d.DispatchedAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.LeaseUntil, (DateTime?)null).SetProperty(d => d.DispatchedAt, (DateTime?)null), cancellationToken);

    /// <summary>Part of every transition that ends a lease.</summary>
    public static UpdateSettersBuilder<Document> ReleaseLease(this UpdateSettersBuilder<Document> set) => set
        .SetProperty(d => d.LeaseOwner, (string?)null)
        .SetProperty(d => d.LeaseUntil, (DateTime?)null);
}
