using CreamPie.Core.Loading;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Steps 6 and 7 of the pipeline: loads a processed document and closes it in one transaction, or closes it with the reason
/// why not, also where the run was cut short.
/// </summary>
public sealed class DocumentCompletion(
    Loader loader, AttemptRecorder attempts, DocumentLeases claims, IOptions<IngestionOptions> options, TimeProvider time)
{
    internal async Task<RunResult> LoadAsync(DocumentLease claim, ProcessedDocument processed, int parserVersion)
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
            LoadResult.MassRewrite { Error: var error } => await EndAsync(claim, AttemptResult.Refuse(Reason.MassRewrite, error), parserVersion),
            _ => RunResult.LeaseLost,
        };
    }

    internal async Task<RunResult> EndAsync(DocumentLease claim, AttemptResult ending, int? parserVersion = null) =>
        await attempts.EndedAsync(claim, ending, parserVersion, CancellationToken.None)
            ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
            : RunResult.LeaseLost;

    /// <summary>What killed its workers too often; or, before its bytes were here, was tried too often.</summary>
    /// <returns>Null if it may be tried.</returns>
    internal AttemptResult? Exhausted(Document document)
    {
        if (document.Crashes >= options.Value.MaxCrashes && document.Crashes != CrashLoopRecovery.RequeuedMark(options.Value))
            return AttemptResult.Refuse(Reason.CrashLoop, $"The process crashed or hung {document.Crashes} times while reading these bytes.");
        if (document.Attempts <= options.Value.MaxAttempts)
            return null;
        return document.Sha256 is null
            ? AttemptResult.GivenUp(document.Reason, document.Error, document.Attempts - 1)
            : AttemptResult.Refuse(Reason.CrashLoop, $"{document.Attempts - 1} attempts never finished.");
    }

    /// <summary>The worker lives, and nobody died of the bytes. What takes too long is tried as often as what fails, and no more.</summary>
    internal async Task<RunResult> EndWithoutLeaseAsync(DocumentLease claim, CancellationToken stopping) => claim.LossCause switch
    {
        LeaseLossCause.TakenOver => RunResult.LeaseLost,
        LeaseLossCause.RanTooLong => await EndPatientlyAsync(claim, TookTooLong(claim.Document), stopping),
        _ => await EndPatientlyAsync(claim, Outage("The database was unreachable for longer than the lease."), stopping),
    };

    internal Task<RunResult> FailAsync(DocumentLease claim, Exception fault, CancellationToken stopping) => EndPatientlyAsync(
        claim,
        TransientFaults.IsOutage(fault)
            ? Outage("The database or the archive is unavailable; see the log for details.")
            : AttemptResult.Refuse(Reason.Internal, $"Internal error ({fault.GetType().Name}); see the log for details. The document is safe and can be retried."),
        stopping);

    private AttemptResult Outage(string error) => AttemptResult.Outage(error, options.Value.OutageRest);

    private AttemptResult TookTooLong(Document document) => AttemptResult.Retry(
        Reason.Outage, $"Processing took longer than {options.Value.LongestRun.TotalSeconds:0.#} s and was stopped.", document.Attempts, options.Value.MaxAttempts);

    private async Task<RunResult> EndPatientlyAsync(DocumentLease claim, AttemptResult ending, CancellationToken stopping)
    {
        try
        {
            return await attempts.EndedPatientlyAsync(claim, ending, stopping)
                ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
                : RunResult.LeaseLost;
        }
        catch (Exception fault) when (TransientFaults.IsOutage(fault))
        {
            claims.KeepUncharged(claim);
            return RunResult.EndPending;
        }
    }
}
