using CreamPie.Core.Loading;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Steps 6 and 7 of the pipeline: loads a processed document and ends it in one transaction, or ends it with a reason,
/// also if the run was interrupted.
/// </summary>
public sealed class DocumentCompletion(
    Loader loader, AttemptRecorder attempts, DocumentLeases leases, IOptions<IngestionOptions> options, TimeProvider time)
{
    internal async Task<RunResult> LoadAsync(DocumentLease lease, ProcessedDocument processed, int parserVersion)
    {
        var document = lease.Document;
        var request = new LoadRequest(
            document.Id, lease.Token, document.Sha256!, parserVersion, processed.BasisProved ? document.Source : SourceName.Unproved,
            document.MarketSymbol!.Value, document.KnownAt!.Value, processed)
        {
            IsPartial = document is { FromDay: not null, IsPull: true },
            AcceptedBy = document.AcceptedBy,
        };
        var loaded = await loader.LoadAsync(
            request,
            (db, stock, _, cancel) => attempts.LoadedAsync(db, lease, stock, request, cancel),
            lease.Lost);
        return loaded switch
        {
            LoadResult.Loaded { Counts: var counts } => RunResult.Loaded(counts, processed.Bars.Count),
            LoadResult.MassRewrite refused => await EndAsync(
                lease, AttemptResult.Refuse(Reason.MassRewrite, refused.Error) with { JudgedVersion = refused.Version }, parserVersion),
            _ => RunResult.LeaseLost,
        };
    }

    internal async Task<RunResult> EndAsync(DocumentLease lease, AttemptResult ending, int? parserVersion = null) =>
        await attempts.EndedAsync(lease, ending, parserVersion, CancellationToken.None)
            ? RunResult.Of(ending, lease.Document.Sha256 is not null, time.Now())
            : RunResult.LeaseLost;

    /// <summary>
    /// Ends a document that has crashed its workers too often, or was attempted too often before its bytes were archived.
    /// </summary>
    /// <returns>Null if it may be attempted.</returns>
    internal AttemptResult? Exhausted(Document document)
    {
        if (document.Crashes >= options.Value.MaxCrashes && document.Crashes != CrashLoopRecovery.RequeuedMark(options.Value))
            return AttemptResult.Refuse(
                Reason.CrashLoop, $"The process crashed or hung {document.Crashes} times while reading these bytes.");
        if (document.Attempts <= options.Value.MaxAttempts)
            return null;
        return document.Sha256 is null
            ? AttemptResult.GivenUp(document.Reason, document.Error, document.Attempts - 1)
            : AttemptResult.Refuse(Reason.CrashLoop, $"{document.Attempts - 1} attempts never finished.");
    }

    /// <summary>After the lease was lost without a crash. A run that took too long is retried like a failure.</summary>
    internal async Task<RunResult> EndWithoutLeaseAsync(DocumentLease lease, CancellationToken stopping) => lease.LossCause switch
    {
        LeaseLossCause.TakenOver => RunResult.LeaseLost,
        LeaseLossCause.RanTooLong => await EndPatientlyAsync(lease, TookTooLong(lease.Document), stopping),
        _ => await EndPatientlyAsync(lease, Outage("The database was unreachable for longer than the lease."), stopping),
    };

    internal Task<RunResult> FailAsync(DocumentLease lease, Exception fault, CancellationToken stopping) => EndPatientlyAsync(
        lease,
        TransientFaults.IsOutage(fault)
            ? Outage("The database or the archive is unavailable; see the log for details.")
            : AttemptResult.Refuse(
                Reason.Internal,
                $"Internal error ({fault.GetType().Name}); see the log for details. The document is safe and can be retried."),
        stopping);

    private AttemptResult Outage(string error) => AttemptResult.Outage(error, options.Value.OutageRest);

    private AttemptResult TookTooLong(Document document) => AttemptResult.Retry(
        Reason.Outage, $"Processing took longer than {options.Value.LongestRun.TotalSeconds:0.#} s and was stopped.",
        document.Attempts, options.Value.MaxAttempts);

    private async Task<RunResult> EndPatientlyAsync(DocumentLease lease, AttemptResult ending, CancellationToken stopping)
    {
        try
        {
            return await attempts.EndedPatientlyAsync(lease, ending, stopping)
                ? RunResult.Of(ending, lease.Document.Sha256 is not null, time.Now())
                : RunResult.LeaseLost;
        }
        catch (Exception fault) when (TransientFaults.IsOutage(fault))
        {
            leases.KeepUncharged(lease);
            return RunResult.EndPending;
        }
    }
}
