using CreamPie.Core.Market;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion;

/// <summary>Result of an attempt that loaded nothing, as it is recorded on document, attempt and stock.</summary>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Reason">Why nothing was loaded; null if nothing was due.</param>
/// <param name="Error">The reason as one sentence.</param>
/// <param name="Wait">Wait before the next attempt; null if there is no automatic one.</param>
/// <param name="CountsAsAttempt">False if the document was not the cause: the attempt is refunded.</param>
/// <param name="HttpStatus">Status of the response; null without one.</param>
internal sealed record AttemptResult(
    Outcome Outcome, Reason? Reason, string Error, TimeSpan? Wait = null, bool CountsAsAttempt = true, int? HttpStatus = null)
{
    /// <summary>Layout of the refused document; null if it has none.</summary>
    public string? Layout { get; init; }

    /// <summary>What the refused document lists although it has no prices.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    private static readonly TimeSpan[] Backoff =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    public DocumentState State(bool isArchived) => Outcome switch
    {
        Outcome.Loaded or Outcome.NoData => DocumentState.Loaded,
        Outcome.Quarantined => DocumentState.Quarantined,
        Outcome.Dead => DocumentState.Dead,
        _ => isArchived ? DocumentState.Archived : DocumentState.Waiting,
    };

    /// <summary>
    /// Back-off of 1 m, 5 m, 30 m and 2 h with up to 20 % jitter; then dead, or quarantined if it was truncated every
    /// time.
    /// </summary>
    public static AttemptResult Retry(
        Reason reason, string error, int attempts, int maxAttempts, TimeSpan? retryAfter = null, int? status = null)
    {
        if (attempts >= maxAttempts)
        {
            var outcome = reason == CreamPie.Core.Sources.Contract.Reason.Truncated ? Outcome.Quarantined : Outcome.Dead;
            return new(outcome, reason, $"{error} Given up after {attempts} attempts.", HttpStatus: status);
        }
        var wait = Backoff[Math.Clamp(attempts - 1, 0, Backoff.Length - 1)] * (1 + Random.Shared.NextDouble() / 5);
        return new(Outcome.Retry, reason, error, retryAfter > wait ? retryAfter.Value : wait, HttpStatus: status);
    }

    /// <summary>An outage of ours: retried without limit, and not counted.</summary>
    public static AttemptResult Outage(string error, TimeSpan rest) =>
        new(
            Outcome.Retry, CreamPie.Core.Sources.Contract.Reason.Outage, error, rest * (1 + Random.Shared.NextDouble() / 5),
            CountsAsAttempt: false);

    public static AttemptResult Of(FetchResult result, int attempts, int maxAttempts) => result switch
    {
        FetchResult.Failed f => Retry(f.Reason, f.Error, attempts, maxAttempts, f.RetryAfter, f.Status),
        // Counted: a host may be down for good and still send a Retry-After each time.
        FetchResult.HostPaused { Reason: CreamPie.Core.Sources.Contract.Reason.ServerError } p =>
            HostUnavailable(Retry(p.Reason, p.Error, attempts, maxAttempts, p.Pause, p.Status)),
        FetchResult.HostPaused p => new(Outcome.HostPaused, p.Reason, p.Error, p.Pause, CountsAsAttempt: false, p.Status),
        FetchResult.Refused r => Refuse(r.Reason, r.Error) with { HttpStatus = r.Status },
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static AttemptResult HostUnavailable(AttemptResult end) => end.Wait is null ? end : end with { Outcome = Outcome.HostPaused };

    /// <summary>
    /// Dead if no retry with the same bytes or symbol can succeed, else quarantined for review or a newer parser.
    /// </summary>
    public static AttemptResult Refuse(Reason reason, string error) => new(
        IsFinal(reason) ? Outcome.Dead : Outcome.Quarantined,
        reason,
        error);

    /// <summary>A request whose last attempts never ended: only the reason recorded before is known.</summary>
    public static AttemptResult GivenUp(Reason? last, string? error, int attempts) => new(
        Outcome.Dead,
        last is null or CreamPie.Core.Sources.Contract.Reason.CrashLoop ? CreamPie.Core.Sources.Contract.Reason.Network : last,
        $"Given up after {attempts} attempts; the last one never finished. "
        + (error is null ? "None before it ended either." : $"Before it: {error}"));

    private static bool IsFinal(CreamPie.Core.Sources.Contract.Reason reason) =>
        reason is CreamPie.Core.Sources.Contract.Reason.SymbolUnknown
            or CreamPie.Core.Sources.Contract.Reason.TooLarge
            or CreamPie.Core.Sources.Contract.Reason.ParseBudget
            or CreamPie.Core.Sources.Contract.Reason.CrashLoop;
}
