using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// The pulls of one due time of one stock, and the source that is next. The source order falls back from a source that is
/// blocked, does not know the symbol or was given up; if the data itself is in doubt, there is no fallback: an admin
/// decides.
/// </summary>
/// <param name="order">Sources of the stock, first to last, without stopped ones.</param>
/// <param name="pulls">Pulls of this round.</param>
internal sealed class FallbackRound(IReadOnlyList<SourceName> order, IReadOnlyCollection<Document> pulls)
{
    /// <summary>A host paused for longer than this makes the round fall back to the next source.</summary>
    public static readonly TimeSpan MaxHostWait = TimeSpan.FromMinutes(5);

    public bool IsDelivered => pulls.Any(d => d.State == DocumentState.Loaded);

    /// <summary>True while a pull is open or a source was not requested.</summary>
    public bool IsOngoing => !IsDelivered && (pulls.Any(IsOpen) || Remaining.Any());

    public bool IsUnknownEverywhere =>
        Ended.Any() && Ended.All(d => d.Reason == Reason.SymbolUnknown) && order.All(s => Ended.Any(d => d.Source == s));

    /// <summary>True if a source failed; a superseded pull did not fail.</summary>
    public bool HasFailed => Ended.Any();

    private IEnumerable<Document> Ended => pulls.Where(d => d.State.IsDeadLetter());

    private IEnumerable<SourceName> Remaining =>
        pulls.Any(d => d.State == DocumentState.Quarantined && d.Reason == Reason.MassRewrite)
            ? []
            : order.Except(pulls.Select(d => d.Source));

    /// <summary>
    /// The source to request now, where <paramref name="paused"/> are those whose host is paused for longer than
    /// <see cref="MaxHostWait"/>; null if none is left, or a pull is still open.
    /// </summary>
    public SourceName? Next(IReadOnlySet<SourceName> paused, DateTime now)
    {
        if (IsDelivered || pulls.Any(d => IsOpen(d) && !IsBlocked(d, paused, now)))
            return null;
        var free = Remaining.Where(s => !paused.Contains(s)).Cast<SourceName?>().FirstOrDefault();
        // All are paused: the first one is queued and waits for its host.
        return free ?? (pulls.Any(IsOpen) ? null : Remaining.Cast<SourceName?>().FirstOrDefault());
    }

    private static bool IsOpen(Document pull) => pull.State.IsOpen();

    private static bool IsBlocked(Document pull, IReadOnlySet<SourceName> paused, DateTime now) =>
        pull.Sha256 is null && pull.NextAttempt > now + MaxHostWait && (pull.Outcome == Outcome.HostPaused || paused.Contains(pull.Source));
}
