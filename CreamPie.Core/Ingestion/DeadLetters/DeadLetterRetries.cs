using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Archiving;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>Retries dead letters: documents that ended Quarantined or Dead.</summary>
public sealed partial class DeadLetterRetries(
    SourceCatalog catalog,
    Archive archive,
    IDbContextFactory<CreamPieDbContext> contexts,
    AuditTrail audit,
    DatabaseClock clock,
    DueSignal due,
    ILogger<DeadLetterRetries> log)
{
    /// <summary>Maximum number of documents for <see cref="RetryAllAsync"/>.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>
    /// Requeues a dead letter or a superseded file: from its archived bytes if it has any, else as a request.
    /// </summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public Task<RetryResult> RetryAsync(Caller caller, int documentId, CancellationToken cancellationToken) =>
        RetryAsync(caller, documentId, isDispatched: false, cancellationToken);

    /// <summary>The same; with <paramref name="isDispatched"/> its job is queued already, so the sweeper does not dispatch it.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<RetryResult> RetryAsync(Caller caller, int documentId, bool isDispatched, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        if (await RetryAsync(caller, [documentId], isDispatched, refetches: true, cancellationToken) == 0)
            return await RefusalAsync(documentId, cancellationToken);
        due.Raise();
        return RetryResult.Queued;
    }

    /// <summary>The same without refetching damaged bytes; false if the document cannot be requeued.</summary>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> RequeueAsync(Caller caller, int documentId, bool isDispatched, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        return await RetryAsync(caller, [documentId], isDispatched, refetches: false, cancellationToken) == 1;
    }

    /// <summary>The same for several documents; requests for stocks that are not pulled stay dead letters.</summary>
    /// <returns>Number of documents requeued or refetched.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostAtOnce"/> documents.</exception>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<int> RetryAllAsync(Caller caller, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(documentIds.Count, MostAtOnce);
        var requeued = await RetryAsync(caller, documentIds, isDispatched: false, refetches: true, cancellationToken);
        due.Raise();
        return requeued;
    }

    /// <summary>Accepts a document's rewrite of the history: it is requeued, and loaded whatever it rewrites.</summary>
    /// <returns>False if it is not quarantined as a mass rewrite.</returns>
    /// <exception cref="AccessDeniedException">The caller is not an admin.</exception>
    public async Task<bool> AcceptAsync(Caller caller, int documentId, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var accepted = await db.Documents.MassRewrites()
            .Where(d => d.Id == documentId && d.Sha256 != null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.AcceptedBy, caller.Name), cancellationToken) == 1;
        if (!accepted)
            return false;
        audit.Add(db, caller, AuditAction.DataDecision, NameOf([documentId]), detail: "Rewrite accepted.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Accepted(log, documentId, caller.Name);
        return await RetryAsync(Caller.System, documentId, cancellationToken) == RetryResult.Queued;
    }

    /// <summary>Number of documents requeued or refetched, with one entry in the audit unless the program itself retries.</summary>
    private async Task<int> RetryAsync(
        Caller caller, IReadOnlyList<int> documentIds, bool isDispatched, bool refetches, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var restored = await RestoredBytesAsync(db, documentIds, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var retried = await RequeueAsync(db, documentIds, restored, isDispatched, cancellationToken);
        if (refetches)
            retried += await RefetchAsync(db, documentIds, cancellationToken);
        if (retried > 0 && caller != Caller.System)
            audit.Add(db, caller, AuditAction.DataDecision, NameOf(documentIds), detail: "Retried.");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return retried;
    }

    private static string NameOf(IReadOnlyList<int> documentIds) => (documentIds.Count == 1 ? "document " : "documents ")
        + string.Join(", ", documentIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));

    private async Task<int> RequeueAsync(
        CreamPieDbContext db, IReadOnlyList<int> documentIds, List<int> restored, bool isDispatched, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var letters = db.Documents.Where(d => documentIds.Contains(d.Id)).Requeueable();
        var requests = letters.Pulls()
            // A request with damaged bytes is refetched instead; a file can only fail again.
            .Where(d => d.Reason != Reason.ArchiveCorrupt || restored.Contains(d.Id))
            // The next sweep would supersede an unwanted request, and it would vanish from every list.
            .Where(d => d.Sha256 != null || Requestable(db).Any(a => a.Id == d.Id));
        DateTime? dispatchedAt = isDispatched ? now : null;
        return await letters.Files().RequeueAsync(now, dispatchedAt, crashes: 0, cancellationToken)
            + await requests.RequeueAsync(now, dispatchedAt, crashes: 0, cancellationToken);
    }

    /// <summary>Documents whose damaged or missing archived bytes were restored, for example from a backup.</summary>
    private async Task<List<int>> RestoredBytesAsync(
        CreamPieDbContext db, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        var damaged = await db.Documents.AsNoTracking().Corrupt()
            .Where(d => documentIds.Contains(d.Id) && d.Sha256 != null)
            .Select(d => new { d.Id, d.Sha256 })
            .ToListAsync(cancellationToken);
        var whole = new List<int>();
        foreach (var document in damaged)
        {
            if (await archive.IsWholeAsync(document.Sha256!, cancellationToken))
                whole.Add(document.Id);
        }
        return whole;
    }

    /// <summary>Replaces a request whose archived bytes are damaged or missing by a new one, and supersedes it.</summary>
    private async Task<int> RefetchAsync(CreamPieDbContext db, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        var now = await clock.NowAsync(db, cancellationToken);
        var damaged = await Requestable(db).AsNoTracking().Pulls().Corrupt()
            .Where(d => documentIds.Contains(d.Id))
            .ToListAsync(cancellationToken);
        foreach (var document in damaged)
        {
            var stock = (await StockLock.LockAsync(db, document.StockId, cancellationToken))!;
            if (!await db.Documents.Pulls().Open().AnyAsync(d => d.StockId == stock.Id, cancellationToken))
            {
                var key = $"refetch:{document.Id}:{Guid.NewGuid():N}";
                db.Documents.Add(NewDocument.Pull(stock, document.Source, key, document.FromDay, now));
            }
            await db.SaveChangesAsync(cancellationToken);
            await db.Documents.Corrupt().Where(d => d.Id == document.Id).SupersedeAsync(cancellationToken);
        }
        return damaged.Count;
    }

    /// <summary>Requests that can be made: their stock is pulled, and their source is installed and not stopped.</summary>
    private IQueryable<Document> Requestable(CreamPieDbContext db) => db.Documents.Where(d => db.Stocks.Pulled().Any(s => s.Id == d.StockId)
        && !db.SourceHealth.Stopped().Any(h => h.Source == d.Source) && catalog.Requestable.Contains(d.Source));

    private async Task<RetryResult> RefusalAsync(int documentId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var letter = await db.Documents.Pulls().DeadLetters()
            .Where(d => d.Id == documentId && (d.Sha256 == null || d.Reason == Reason.ArchiveCorrupt))
            .Select(d => new
            {
                Stock = db.Stocks.Where(s => s.Id == d.StockId).Select(s => (StockStatus?)s.Status).FirstOrDefault(),
                IsStopped = db.SourceHealth.Stopped().Any(h => h.Source == d.Source),
                IsInstalled = catalog.Requestable.Contains(d.Source),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return letter switch
        {
            null => RetryResult.NothingToRetry,
            { Stock: StockStatus.Paused } => RetryResult.StockPaused,
            { Stock: null or StockStatus.Imported or StockStatus.Retired } => RetryResult.StockNotTracked,
            { IsInstalled: false } => RetryResult.SourceNotInstalled,
            { IsStopped: true } => RetryResult.SourceStopped,
            _ => RetryResult.NothingToRetry,
        };
    }

    /// <summary>
    /// Makes stocks due whose dead letter has a transient cause; the others wait for an admin or a newer parser.
    /// </summary>
    /// <returns>Number of stocks made due.</returns>
    public async Task<int> RetryTransientAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var count = await db.Stocks
            .Where(s => s.Status == StockStatus.Failing && db.Documents.Pulls().Any(d => d.StockId == s.Id
                && d.State == DocumentState.Dead && (d.Reason == Reason.Network || d.Reason == Reason.ServerError)
                // From any source, but only since the last load.
                && !db.Documents.Pulls().Any(l => l.StockId == s.Id && l.State == DocumentState.Loaded && l.Id > d.Id)))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now), cancellationToken);
        due.Raise();
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Accepted the rewrite of document {Document} (by {Caller}).")]
        public static partial void Accepted(ILogger logger, int document, string caller);
    }
}
