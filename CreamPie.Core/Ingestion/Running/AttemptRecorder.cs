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

/// <summary>Records the start and the end of attempts on document, attempt and stock, if the lease still holds.</summary>
public sealed partial class AttemptRecorder(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, PullCompletion pulls, ILogger<AttemptRecorder> log)
{
    /// <summary>Records the start of work; waiting for a host is no attempt.</summary>
    internal async Task BeginAsync(DocumentLease lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.RecentAsync(db, cancellationToken);
        await AttemptTransitions.BeginAsync(db, lease.Document, RunLog.TraceId, now, cancellationToken);
    }

    /// <summary>In the transaction of the load.</summary>
    internal async Task<bool> LoadedAsync(
        CreamPieDbContext db, DocumentLease lease, Stock stock, LoadRequest request, CancellationToken cancellationToken)
    {
        var now = await clock.RecentAsync(db, cancellationToken);
        var result = await EndTransitions.LoadAsync(
            db, lease.Document, stock.Id, request.Document.CapturedAt, request.ParserVersion,
            new AttemptEnd(Outcome.Loaded, null, null, null, RunLog.TraceId), now, cancellationToken);
        if (result != EndResult.Ended)
            return result == EndResult.EndedBefore;
        await SourceCircuitBreaker.LoadedAsync(db, lease.Document, now, cancellationToken);
        await pulls.LoadedAsync(db, stock, lease.Document, now, cancellationToken);
        lease.LeavesStockDue = IsDueAtOnce(stock, now);
        return true;
    }

    /// <summary>Ends an attempt that loaded nothing; false if the lease is lost and nothing was written.</summary>
    internal Task<bool> EndedAsync(DocumentLease lease, AttemptResult ending, int? parserVersion, CancellationToken cancellationToken) =>
        TransientFaults.RetryAsync(() => EndOnceAsync(lease, ending, parserVersion, cancellationToken), cancellationToken);

    /// <summary>
    /// After an unexpected exception, which may be a restart of the database: waits for it until the program stops.
    /// </summary>
    internal Task<bool> EndedPatientlyAsync(DocumentLease lease, AttemptResult ending, CancellationToken stopping) =>
        TransientFaults.RetryAsync(
            () => EndOnceAsync(lease, ending, parserVersion: null, CancellationToken.None),
            TransientFaults.LongRetryCount,
            stopping);

    private static AttemptResult Fitting(AttemptResult ending) => ending with { Error = ColumnText.Error(ending.Error) };

    private async Task<bool> EndOnceAsync(
        DocumentLease lease, AttemptResult ending, int? parserVersion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await EndedAsync(db, lease, ending, parserVersion, cancellationToken))
            return false;
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>In a transaction of the caller's, who saves; the stock may be locked already.</summary>
    internal async Task<bool> EndedAsync(
        CreamPieDbContext db, DocumentLease lease, AttemptResult result, int? parserVersion, CancellationToken cancellationToken)
    {
        var ending = Fitting(result);
        var now = await clock.NowAsync(db, cancellationToken);
        var end = new DocumentEnd(
            ending.State(lease.Document.Sha256 is not null),
            new AttemptEnd(ending.Outcome, ending.Reason, ending.Error, ending.HttpStatus, RunLog.TraceId),
            ending.Wait is { } wait ? now + wait : now,
            IsRefunded: !ending.CountsAsAttempt,
            parserVersion);
        var ended = await EndTransitions.EndAsync(db, lease.Document, end, now, cancellationToken);
        if (ended != EndResult.Ended)
            return ended == EndResult.EndedBefore;
        // Another stock may have got its ticker since it was leased.
        var stockId = await db.Documents.Where(d => d.Id == lease.Document.Id).Select(d => d.StockId).SingleAsync(cancellationToken);
        // Locked, so that a concurrent pause is not overwritten.
        if (await StockLock.LockAsync(db, stockId, cancellationToken) is { } stock)
        {
            await pulls.EndedAsync(db, stock, lease.Document, ending, now, cancellationToken);
            lease.LeavesStockDue = IsDueAtOnce(stock, now);
            await db.SaveChangesAsync(cancellationToken);
        }
        if (await SourceCircuitBreaker.EndedAsync(db, lease.Document, ending, parserVersion, now, cancellationToken))
            Log.SourceStopped(log, lease.Document.Source, SourceHealthRow.MostUnknownLayouts, ending.Error);
        return true;
    }

    /// <summary>A full pull that failed waits for its document's next attempt.</summary>
    private static bool IsDueAtOnce(Stock stock, DateTime now) => stock.NeedsFullPull && stock.NextDue <= now.AddSeconds(1);

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "Source {Source} stopped: {Documents} documents in a row have an unknown layout. Last: {Error} "
            + "Resume it, or install a newer parser.")]
        public static partial void SourceStopped(ILogger logger, SourceName source, int documents, string error);
    }
}
