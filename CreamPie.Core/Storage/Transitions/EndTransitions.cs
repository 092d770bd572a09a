using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>Next state of a document after an attempt that loaded nothing.</summary>
/// <param name="State">Waiting or Archived until the next attempt; Quarantined; Dead; or Loaded if nothing new was due.</param>
/// <param name="Attempt">How the attempt ended.</param>
/// <param name="NextAttempt">UTC; of the states that have one.</param>
/// <param name="IsRefunded">True if the attempt does not count.</param>
/// <param name="ParserVersion">Version of the parser that read it; null if none did.</param>
internal sealed record DocumentEnd(DocumentState State, AttemptEnd Attempt, DateTime NextAttempt, bool IsRefunded, int? ParserVersion);

/// <summary>Result of a transition that requires the lease.</summary>
internal enum EndResult
{
    Ended,

    /// <summary>The same transition was already committed; its reply was lost.</summary>
    EndedBefore,

    /// <summary>Nothing was written.</summary>
    LeaseLost,
}

/// <summary>Ends a leased document and its attempt, and releases the lease.</summary>
internal static class EndTransitions
{
    /// <summary>Archived becomes Loaded, in the transaction that loads the bars.</summary>
    public static async Task<EndResult> LoadAsync(
        CreamPieDbContext db, Document leased, int stockId, DateTime capturedAt, int parserVersion, AttemptEnd attempt, DateTime now,
        CancellationToken cancellationToken)
    {
        var ended = await db.Documents.LeasedAs(leased).Where(d => d.State == DocumentState.Archived).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Loaded)
                .SetProperty(d => d.StockId, stockId)
                .SetProperty(d => d.CapturedAt, capturedAt)
                .SetProperty(d => d.ParserVersion, parserVersion)
                .SetProperty(d => d.Layout, leased.Layout)
                .SetProperty(d => d.Symbol, leased.Symbol)
                .SetProperty(d => d.Outcome, attempt.Outcome)
                .SetProperty(d => d.Reason, attempt.Reason)
                .SetProperty(d => d.Error, attempt.Error)
                .SetProperty(d => d.Crashes, 0)
                .ReleaseLease(),
            cancellationToken);
        return await EndedAsync(db, leased, ended, DocumentState.Loaded, attempt, now, cancellationToken);
    }

    /// <summary>Any state but Loaded becomes the requested one.</summary>
    public static async Task<EndResult> EndAsync(
        CreamPieDbContext db, Document leased, DocumentEnd end, DateTime now, CancellationToken cancellationToken)
    {
        var refund = end.IsRefunded ? 1 : 0;
        var ended = await db.Documents.LeasedAs(leased).Where(d => d.State != DocumentState.Loaded).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, end.State)
                .SetProperty(d => d.Outcome, end.Attempt.Outcome)
                .SetProperty(d => d.Reason, end.Attempt.Reason)
                .SetProperty(d => d.Error, end.Attempt.Error)
                .SetProperty(d => d.HttpStatus, d => end.Attempt.HttpStatus ?? d.HttpStatus)
                .SetProperty(d => d.ParserVersion, d => end.ParserVersion ?? d.ParserVersion)
                .SetProperty(d => d.Layout, leased.Layout)
                .SetProperty(d => d.Symbol, leased.Symbol)
                .SetProperty(d => d.Attempts, d => d.Attempts - refund)
                .SetProperty(d => d.NextAttempt, end.NextAttempt)
                .SetProperty(d => d.DispatchedAt, (DateTime?)null)
                .ReleaseLease(),
            cancellationToken);
        return await EndedAsync(db, leased, ended, end.State, end.Attempt, now, cancellationToken);
    }

    private static async Task<EndResult> EndedAsync(
        CreamPieDbContext db, Document leased, int ended, DocumentState state, AttemptEnd attempt, DateTime now,
        CancellationToken cancellationToken)
    {
        if (ended == 0)
        {
            return await db.Documents.ReleasedAs(leased).AnyAsync(d => d.State == state, cancellationToken)
                ? EndResult.EndedBefore
                : EndResult.LeaseLost;
        }
        await AttemptTransitions.EndAsync(db, leased, attempt, now, cancellationToken);
        return EndResult.Ended;
    }
}
