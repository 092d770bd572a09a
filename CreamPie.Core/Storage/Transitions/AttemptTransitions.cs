using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>How one attempt ended.</summary>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Reason">Why nothing was loaded; null if it was.</param>
/// <param name="Error">The reason as one sentence; null or empty without an error.</param>
/// <param name="HttpStatus">Status of the response; null without one.</param>
/// <param name="TraceId">Trace id of the run as in the log; null if it had none.</param>
internal sealed record AttemptEnd(Outcome Outcome, Reason? Reason, string? Error, int? HttpStatus, string? TraceId);

/// <summary>The attempt of a lease; its number is the fencing token of the lease.</summary>
internal static class AttemptTransitions
{
    /// <summary>Called when work begins: a lease that only waits for its host makes no attempt.</summary>
    public static async Task BeginAsync(
        CreamPieDbContext db, Document leased, string? traceId, DateTime now, CancellationToken cancellationToken)
    {
        db.Attempts.Add(new Attempt
        {
            DocumentId = leased.Id,
            N = leased.Token,
            Started = now,
            HttpStatus = leased.HttpStatus,
            Bytes = leased.Bytes,
            TraceId = traceId,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    public static Task AnsweredAsync(CreamPieDbContext db, Document archived, CancellationToken cancellationToken) =>
        Row(db, archived).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.HttpStatus, archived.HttpStatus).SetProperty(a => a.Bytes, archived.Bytes), cancellationToken);

    public static async Task EndAsync(
        CreamPieDbContext db, Document leased, AttemptEnd end, DateTime now, CancellationToken cancellationToken)
    {
        var error = end.Error == "" ? null : end.Error;
        var begun = await Row(db, leased).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.Ended, now)
                .SetProperty(a => a.Outcome, end.Outcome)
                .SetProperty(a => a.Reason, end.Reason)
                .SetProperty(a => a.Error, error)
                .SetProperty(a => a.HttpStatus, a => end.HttpStatus ?? a.HttpStatus),
            cancellationToken);
        if (begun > 0)
            return;
        // Ended before it began: the history of attempts must still say why there is no data.
        db.Attempts.Add(new Attempt
        {
            DocumentId = leased.Id,
            N = leased.Token,
            Started = now,
            Ended = now,
            Outcome = end.Outcome,
            Reason = end.Reason,
            Error = error,
            HttpStatus = end.HttpStatus,
            TraceId = end.TraceId,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Ends attempts of former owners, which died or were interrupted, without an outcome: those of leases before
    /// <paramref name="token"/>.
    /// </summary>
    public static Task<int> AbandonAsync(
        CreamPieDbContext db, int documentId, long token, DateTime now, CancellationToken cancellationToken) =>
        db.Attempts.Where(a => a.DocumentId == documentId && a.N < token && a.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Ended, now), cancellationToken);

    public static Task<int> RemoveAsync(CreamPieDbContext db, Document leased, CancellationToken cancellationToken) =>
        Row(db, leased).ExecuteDeleteAsync(cancellationToken);

    private static IQueryable<Attempt> Row(CreamPieDbContext db, Document leased) =>
        db.Attempts.Where(a => a.DocumentId == leased.Id && a.N == leased.Token);
}
