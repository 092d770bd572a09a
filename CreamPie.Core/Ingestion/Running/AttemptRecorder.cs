using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Writes when an attempt began, and how it ended on the document, the attempt and the stock, if the document is still ours.</summary>
public sealed partial class AttemptRecorder(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, PullCompletion pulls, ILogger<AttemptRecorder> log)
{
    /// <summary>Once the work really begins: who only waits for a host's turn has made no attempt.</summary>
    internal async Task BeginAsync(DocumentLease claim, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await AttemptTransitions.BeginAsync(db, claim.Document, RunLog.TraceId, await clock.NowAsync(db, cancellationToken), cancellationToken);
    }

    /// <summary>Inside the transaction of the load.</summary>
    internal async Task<bool> LoadedAsync(
        CreamPieDbContext db, DocumentLease claim, Stock stock, LoadRequest request, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var result = await EndTransitions.LoadAsync(
            db, claim.Document, stock.Id, request.Document.CapturedAt, request.ParserVersion,
            new AttemptEnd(Outcome.Loaded, null, null, null, RunLog.TraceId), now, cancellationToken);
        if (result != EndResult.Ended)
            return result == EndResult.EndedBefore;
        await SourceCircuitBreaker.LoadedAsync(db, claim.Document, now, cancellationToken);
        await pulls.LoadedAsync(db, stock, claim.Document, now, cancellationToken);
        return true;
    }

    /// <summary>Without a load. False: somebody else holds the document, nothing was written.</summary>
    internal Task<bool> EndedAsync(DocumentLease claim, AttemptResult ending, int? parserVersion, CancellationToken cancellationToken) =>
        TransientFaults.RetryAsync(() => EndOnceAsync(claim, Fitting(ending), parserVersion, cancellationToken), cancellationToken);

    /// <summary>After a surprise, which may be a restart of the database: that is waited for, until we stop ourselves.</summary>
    internal Task<bool> EndedPatientlyAsync(DocumentLease claim, AttemptResult ending, CancellationToken stopping) =>
        TransientFaults.RetryAsync(() => EndOnceAsync(claim, Fitting(ending), parserVersion: null, CancellationToken.None), TransientFaults.LongRetryCount, stopping);

    private static AttemptResult Fitting(AttemptResult ending) => ending with { Error = ColumnText.Error(ending.Error) };

    private async Task<bool> EndOnceAsync(DocumentLease claim, AttemptResult ending, int? parserVersion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var end = new DocumentEnd(
            ending.State(claim.Document.Sha256 is not null),
            new AttemptEnd(ending.Outcome, ending.Reason, ending.Error, ending.HttpStatus, RunLog.TraceId),
            ending.Wait is { } wait ? now + wait : now,
            IsRefunded: !ending.CountsAsAttempt,
            parserVersion);
        var result = await EndTransitions.EndAsync(db, claim.Document, end, now, cancellationToken);
        if (result != EndResult.Ended)
            return result == EndResult.EndedBefore;
        // Locked: whoever pauses it at this moment is not overruled.
        if (await StockLock.LockAsync(db, claim.Document.StockId, cancellationToken) is { } stock)
        {
            await pulls.EndedAsync(db, stock, claim.Document, ending, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        var isStopped = await SourceCircuitBreaker.EndedAsync(db, claim.Document, ending, parserVersion, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (isStopped)
            Log.SourceStopped(log, claim.Document.Source, SourceHealthRow.MostUnknownLayouts, ending.Error);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Source} is stopped: {Documents} documents in a row have a layout that is not known. The last one: {Error} Resume it, or install a version that knows the layout.")]
        public static partial void SourceStopped(ILogger logger, SourceName source, int documents, string error);
    }
}
