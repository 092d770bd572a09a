using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>
/// Steps 6 and 7 of the pipeline: loads a processed document and closes it in one transaction, or closes it with the reason
/// why not, also where the run was cut short.
/// </summary>
public sealed class Completion(
    Loader loader, Attempts attempts, Claims claims, IOptions<IngestionOptions> options, TimeProvider time)
{
    internal async Task<RunResult> LoadAsync(Claim claim, ProcessedDocument processed, int parserVersion)
    {
        var document = claim.Document;
        var request = new LoadRequest(
            document.Id, claim.Token, document.Sha256!, parserVersion, document.Source,
            document.MarketSymbol!.Value, document.KnownAt!.Value, processed)
        {
            IsPartial = document is { FromDay: not null, IsPull: true },
            AcceptedBy = document.AcceptedBy,
        };
        var loaded = await loader.LoadAsync(
            request,
            (db, stock, _, cancel) => attempts.LoadedAsync(db, claim, stock, request, cancel),
            claim.Lost);
        return loaded switch
        {
            LoadResult.Loaded { Counts: var counts } => RunResult.Loaded(counts, processed.Bars.Count),
            LoadResult.MassRewrite { Error: var error } => await EndAsync(claim, Ending.Refuse(Reason.MassRewrite, error), parserVersion),
            _ => RunResult.LeaseLost,
        };
    }

    internal async Task<RunResult> EndAsync(Claim claim, Ending ending, int? parserVersion = null) =>
        await attempts.EndedAsync(claim, ending, parserVersion, CancellationToken.None)
            ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
            : RunResult.LeaseLost;

    /// <summary>What killed its workers too often; or, before its bytes were here, was tried too often.</summary>
    /// <returns>Null if it may be tried.</returns>
    internal Ending? Exhausted(Document document)
    {
        if (document.Crashes >= options.Value.MaxCrashes && document.Crashes != CrashLoops.LetBack(options.Value))
            return Ending.Refuse(Reason.CrashLoop, $"The process crashed or hung {document.Crashes} times while reading these bytes.");
        if (document.Attempts <= options.Value.MaxAttempts)
            return null;
        return document.Sha256 is null
            ? Ending.CutShort(document.Reason, document.Error, document.Attempts - 1)
            : Ending.Refuse(Reason.CrashLoop, $"{document.Attempts - 1} attempts never finished.");
    }

    /// <summary>The worker lives, and nobody died of the bytes. What takes too long is tried as often as what fails, and no more.</summary>
    internal async Task<RunResult> EndLostAsync(Claim claim, CancellationToken stopping) => claim.Loss switch
    {
        Loss.TakenOver => RunResult.LeaseLost,
        Loss.RanTooLong => await EndPatientlyAsync(claim, TookTooLong(claim.Document), stopping),
        _ => await EndPatientlyAsync(claim, Outage("The database was unreachable for longer than the lease."), stopping),
    };

    internal Task<RunResult> EndSurprisedAsync(Claim claim, Exception fault, CancellationToken stopping) => EndPatientlyAsync(
        claim,
        Transient.IsOutage(fault)
            ? Outage("The database or the archive is unavailable; see the log for details.")
            : Ending.Refuse(Reason.Internal, $"Internal error ({fault.GetType().Name}); see the log for details. The document is safe and can be retried."),
        stopping);

    private Ending Outage(string error) => Ending.Outage(error, options.Value.OutageRest);

    private Ending TookTooLong(Document document) => Ending.Retry(
        Reason.Outage, $"Processing took longer than {options.Value.LongestRun.TotalSeconds:0.#} s and was stopped.", document.Attempts, options.Value.MaxAttempts);

    private async Task<RunResult> EndPatientlyAsync(Claim claim, Ending ending, CancellationToken stopping)
    {
        try
        {
            return await attempts.EndedPatientlyAsync(claim, ending, stopping)
                ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
                : RunResult.LeaseLost;
        }
        catch (Exception fault) when (Transient.IsOutage(fault))
        {
            claims.CutOff(claim);
            return RunResult.NotEnded;
        }
    }
}
