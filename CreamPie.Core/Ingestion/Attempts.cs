using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion;

/// <summary>Writes when an attempt began, and how it ended on the document, the attempt and the stock, if the document is still ours.</summary>
public sealed partial class Attempts(
    IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, PullEnds pulls, ILogger<Attempts> log)
{
    /// <summary>Once the work really begins: who only waits for a host's turn has made no attempt.</summary>
    internal async Task BeginAsync(Claim claim, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Attempts.Add(new Attempt
        {
            DocumentId = claim.Document.Id,
            N = claim.Token,
            Started = await clock.NowAsync(db, cancellationToken),
            HttpStatus = claim.Document.HttpStatus,
            Bytes = claim.Document.Bytes,
            TraceId = RunLog.TraceId,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Inside the transaction of the load.</summary>
    internal async Task<bool> LoadedAsync(
        CreamPieDbContext db, Claim claim, Stock stock, LoadRequest request, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var closed = await claim.Row(db).Where(d => d.State == DocumentState.Archived).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Loaded)
                .SetProperty(d => d.StockId, stock.Id)
                .SetProperty(d => d.CapturedAt, request.Document.CapturedAt)
                .SetProperty(d => d.ParserVersion, request.ParserVersion)
                .SetProperty(d => d.Layout, claim.Document.Layout)
                .SetProperty(d => d.Outcome, Outcome.Loaded)
                .SetProperty(d => d.Reason, (Reason?)null)
                .SetProperty(d => d.Error, (string?)null)
                .SetProperty(d => d.Crashes, 0)
                .SetProperty(d => d.LeaseOwner, (string?)null)
                .SetProperty(d => d.LeaseUntil, (DateTime?)null),
            cancellationToken);
        if (closed == 0)
            return await claim.EndedRow(db).AnyAsync(d => d.State == DocumentState.Loaded, cancellationToken);
        await EndAttemptAsync(db, claim, new Ending(Outcome.Loaded, null, ""), now, cancellationToken);
        await SourceWatch.LoadedAsync(db, claim.Document, now, cancellationToken);
        await pulls.LoadedAsync(db, stock, claim.Document, now, cancellationToken);
        return true;
    }

    /// <summary>Without a load. False: somebody else holds the document, nothing was written.</summary>
    internal Task<bool> EndedAsync(Claim claim, Ending ending, int? parserVersion, CancellationToken cancellationToken) =>
        Transient.RetryAsync(() => EndOnceAsync(claim, ending, parserVersion, cancellationToken), cancellationToken);

    /// <summary>After a surprise, which may be a restart of the database: that is waited for, until we stop ourselves.</summary>
    internal Task<bool> EndedPatientlyAsync(Claim claim, Ending ending, CancellationToken stopping) =>
        Transient.RetryAsync(() => EndOnceAsync(claim, ending, parserVersion: null, CancellationToken.None), Transient.PatientTries, stopping);

    private async Task<bool> EndOnceAsync(Claim claim, Ending ending, int? parserVersion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var state = ending.State(claim.Document.Sha256 is not null);
        var next = ending.Wait is { } wait ? now + wait : now;
        var refund = ending.Charged ? 0 : 1;
        var error = Shortened(ending.Error);
        var closed = await claim.Row(db).Where(d => d.State != DocumentState.Loaded).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, state)
                .SetProperty(d => d.Outcome, ending.Outcome)
                .SetProperty(d => d.Reason, ending.Reason)
                .SetProperty(d => d.Error, error)
                .SetProperty(d => d.HttpStatus, d => ending.HttpStatus ?? d.HttpStatus)
                .SetProperty(d => d.ParserVersion, d => parserVersion ?? d.ParserVersion)
                .SetProperty(d => d.Layout, claim.Document.Layout)
                .SetProperty(d => d.Attempts, d => d.Attempts - refund)
                .SetProperty(d => d.NextAttempt, next)
                .SetProperty(d => d.HandedAt, (DateTime?)null)
                .SetProperty(d => d.LeaseOwner, (string?)null)
                .SetProperty(d => d.LeaseUntil, (DateTime?)null),
            cancellationToken);
        if (closed == 0)
            return await claim.EndedRow(db).AnyAsync(d => d.State == state, cancellationToken);
        await EndAttemptAsync(db, claim, ending with { Error = error }, now, cancellationToken);
        // Locked: whoever pauses it at this moment is not overruled.
        if (await StockRow.LockAsync(db, claim.Document.StockId, cancellationToken) is { } stock)
        {
            await pulls.EndedAsync(db, stock, claim.Document, ending, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        var isStopped = await SourceWatch.EndedAsync(db, claim.Document, ending with { Error = error }, parserVersion, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (isStopped)
            Log.SourceStopped(log, claim.Document.Source, SourceWatch.MostUnknownLayouts, error);
        return true;
    }

    private static async Task EndAttemptAsync(CreamPieDbContext db, Claim claim, Ending ending, DateTime now, CancellationToken cancellationToken)
    {
        var error = ending.Error == "" ? null : ending.Error;
        var begun = await db.Attempts.Where(a => a.DocumentId == claim.Document.Id && a.N == claim.Token).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.Ended, now)
                .SetProperty(a => a.Outcome, ending.Outcome)
                .SetProperty(a => a.Reason, ending.Reason)
                .SetProperty(a => a.Error, error)
                .SetProperty(a => a.HttpStatus, a => ending.HttpStatus ?? a.HttpStatus),
            cancellationToken);
        if (begun > 0)
            return;
        // Given up, or refused, before it began: whoever asks why there is no data reads it here.
        db.Attempts.Add(new Attempt
        {
            DocumentId = claim.Document.Id,
            N = claim.Token,
            Started = now,
            Ended = now,
            Outcome = ending.Outcome,
            Reason = ending.Reason,
            Error = error,
            HttpStatus = ending.HttpStatus,
            TraceId = RunLog.TraceId,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string Shortened(string error) => error.Length <= 1_000 ? error : error[..999] + "…";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Source} is stopped: {Documents} documents in a row have a layout that is not known. The last one: {Error} Resume it, or install a version that knows the layout.")]
        public static partial void SourceStopped(ILogger logger, SourceName source, int documents, string error);
    }
}
