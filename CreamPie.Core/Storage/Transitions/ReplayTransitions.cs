using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>
/// Moves documents between loaded and refused without a run of their own, after all documents of a stock were judged together.
/// </summary>
internal static class ReplayTransitions
{
    /// <summary>A mass rewrite is loaded: others explain it.</summary>
    /// <returns>False if it is no mass rewrite any more.</returns>
    public static async Task<bool> LoadAsync(
        CreamPieDbContext db, int documentId, int stockId, DateTime capturedAt, int parserVersion, DateTime at,
        CancellationToken cancellationToken)
    {
        await db.Findings
            .Where(f => f.DocumentId == documentId && f.Kind == FindingKind.DocumentOverruled && f.ClosedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(f => f.ClosedAt, at).SetProperty(f => f.ClosedBy, nameof(DocumentState.Loaded)), cancellationToken);
        return await db.Documents.MassRewrites().Where(d => d.Id == documentId).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Loaded)
                .SetProperty(d => d.StockId, stockId)
                .SetProperty(d => d.CapturedAt, capturedAt)
                .SetProperty(d => d.ParserVersion, parserVersion)
                .SetProperty(d => d.Outcome, Outcome.Loaded)
                .SetProperty(d => d.Reason, (Reason?)null)
                .SetProperty(d => d.Error, (string?)null),
            cancellationToken) == 1;
    }

    /// <summary>Loaded ones stay loaded, read by another version.</summary>
    public static Task ReadByAsync(
        CreamPieDbContext db, IReadOnlyCollection<int> documentIds, int parserVersion, CancellationToken cancellationToken) =>
        db.Documents.Where(d => documentIds.Contains(d.Id) && d.ParserVersion != parserVersion)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ParserVersion, parserVersion), cancellationToken);

    /// <summary>A mass rewrite stays one, for a reason that may be told with other numbers.</summary>
    public static Task KeepRefusedAsync(CreamPieDbContext db, int documentId, string error, CancellationToken cancellationToken) =>
        db.Documents.MassRewrites().Where(d => d.Id == documentId && d.Error != error)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Error, error), cancellationToken);

    /// <summary>A loaded one is refused: others contradict it, or a newer parser does not accept it.</summary>
    /// <returns>False if it is in the queue.</returns>
    public static async Task<bool> RefuseAsync(
        CreamPieDbContext db, int documentId, Reason reason, string error, int parserVersion, CancellationToken cancellationToken) =>
        await db.Documents.Where(d => d.Id == documentId && !DocumentStates.Open.Contains(d.State)).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Quarantined)
                .SetProperty(d => d.Outcome, Outcome.Quarantined)
                .SetProperty(d => d.Reason, reason)
                .SetProperty(d => d.Error, error)
                .SetProperty(d => d.ParserVersion, d => parserVersion > 0 ? parserVersion : d.ParserVersion),
            cancellationToken) == 1;
}
