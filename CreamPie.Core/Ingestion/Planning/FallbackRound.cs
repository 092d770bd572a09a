using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Planning;

/// <summary>
/// One due time of one stock: which sources were asked for it, what came of that, and which one is next. A source that is
/// blocked, does not know the symbol, or was given up leaves the round to the next one; where the data itself is in doubt,
/// no other source is asked: a person decides.
/// </summary>
/// <param name="order">The stock's sources, first to last, without those that are stopped.</param>
/// <param name="asked">The pulls of this round.</param>
internal sealed class FallbackRound(IReadOnlyList<SourceName> order, IReadOnlyCollection<Document> asked)
{
    /// <summary>A host that will not be asked for longer than this has the next source asked in its place.</summary>
    public static readonly TimeSpan MaxHostWait = TimeSpan.FromMinutes(5);

    public bool IsDelivered => asked.Any(d => d.State == DocumentState.Loaded);

    /// <summary>True while a pull is on its way, or a source has not been asked.</summary>
    public bool IsOngoing => !IsDelivered && (asked.Any(IsOpen) || Remaining.Any());

    public bool IsUnknownEverywhere =>
        Ended.Any() && Ended.All(d => d.Reason == Reason.SymbolUnknown) && order.All(s => Ended.Any(d => d.Source == s));

    /// <summary>True if a source was asked and failed: taken out of the queue is not failed.</summary>
    public bool HasFailed => Ended.Any();

    private IEnumerable<Document> Ended => asked.Where(d => d.State.IsDeadLetter());

    private IEnumerable<SourceName> Remaining =>
        asked.Any(d => d.State == DocumentState.Quarantined && d.Reason == Reason.MassRewrite) ? [] : order.Except(asked.Select(d => d.Source));

    /// <param name="paused">Sources whose host will not be asked for longer than <see cref="MaxHostWait"/>.</param>
    /// <returns>Whom to ask now; null if there is nobody, or somebody to wait for.</returns>
    public SourceName? Next(IReadOnlySet<SourceName> paused, DateTime now)
    {
        if (IsDelivered || asked.Any(d => IsOpen(d) && !IsBlocked(d, paused, now)))
            return null;
        var free = Remaining.Where(s => !paused.Contains(s)).Cast<SourceName?>().FirstOrDefault();
        // All are paused: the first one waits for its host, where everybody sees it wait.
        return free ?? (asked.Any(IsOpen) ? null : Remaining.Cast<SourceName?>().FirstOrDefault());
    }

    private static bool IsOpen(Document pull) => pull.State.IsOpen();

    private static bool IsBlocked(Document pull, IReadOnlySet<SourceName> paused, DateTime now) =>
        pull.Sha256 is null && pull.NextAttempt > now + MaxHostWait && (pull.Outcome == Outcome.HostPaused || paused.Contains(pull.Source));
}
