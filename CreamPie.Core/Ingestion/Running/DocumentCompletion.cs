using CreamPie.Core.Loading;
using CreamPie.Core.Loading.Replay;
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
    Loader loader, StockReplay replay, DocumentSetReader sets, AttemptRecorder attempts, DocumentLeases leases,
    IOptions<IngestionOptions> options, TimeProvider time)
{
    /// <summary>Each lost to another load of the stock.</summary>
    private const int MostReplays = 10;

    private static readonly SemaphoreSlim OneReplay = new(1);

    internal async Task<RunResult> LoadAsync(DocumentLease lease, ProcessedDocument processed, int parserVersion)
    {
        var document = lease.Document;
        var request = LoadRequest.Of(document, processed, parserVersion);
        Task<bool> CloseAsync(CreamPieDbContext db, Stock stock, LoadCounts counts, CancellationToken cancel) =>
            attempts.LoadedAsync(db, lease, stock, request, cancel);
        var loaded = await loader.LoadAsync(request, CloseAsync, lease.Lost);
        if (loaded is LoadResult.Contested contested)
            loaded = await DecideAsync(lease, request, contested, CloseAsync);
        return loaded switch
        {
            LoadResult.Loaded { Counts: var counts } => RunResult.Loaded(counts, processed.Bars.Count),
            LoadResult.MassRewrite { IsEnded: true, Error: var error } => RunResult.Of(Refusal(error), isArchived: true, time.Now()),
            LoadResult.MassRewrite { Error: var error } => await EndAsync(lease, Refusal(error), parserVersion),
            _ => RunResult.LeaseLost,
        };
    }

    private static AttemptResult Refusal(string error) => AttemptResult.Refuse(Reason.MassRewrite, error);

    /// <summary>By all documents of the stock; by what is stored if they cannot be read.</summary>
    private async Task<LoadResult> DecideAsync(
        DocumentLease lease, LoadRequest request, LoadResult.Contested contested, CloseDocument close)
    {
        // Each holds all documents of a stock in memory.
        await OneReplay.WaitAsync(lease.Lost);
        try
        {
            for (var tries = 0; tries < MostReplays; tries++)
            {
                if (await sets.ReadAsync(contested.StockId, request, lease.Lost) is not { } set)
                    break;
                if (await replay.LoadAsync(set, request, close, RefuseAsync, lease.Lost) is { } decided)
                    return decided;
            }
        }
        finally
        {
            OneReplay.Release();
        }
        var alone = await loader.LoadAsync(request with { IgnoresRefused = true }, close, lease.Lost);
        return alone is LoadResult.Contested { Contradiction: { } error } ? new LoadResult.MassRewrite(error, IsEnded: false) : alone;

        Task<bool> RefuseAsync(CreamPieDbContext db, string why, CancellationToken cancellationToken) =>
            attempts.EndedAsync(db, lease, Refusal(why), request.ParserVersion, cancellationToken);
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
