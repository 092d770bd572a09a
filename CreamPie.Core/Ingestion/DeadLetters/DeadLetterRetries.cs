using CreamPie.Core.Accounts;
using CreamPie.Core.Archiving;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using CreamPie.Core.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.DeadLetters;

/// <summary>Documents that ended Quarantined or Dead, and their way back.</summary>
public sealed partial class DeadLetterRetries(
    SourceCatalog catalog, Archive archive, IDbContextFactory<CreamPieDbContext> contexts, DatabaseClock clock, DueSignal due, ILogger<DeadLetterRetries> log)
{
    public const int MostAtOnce = 1_000;

    /// <summary>Runs a dead letter, or a file that was taken out of the queue, again: from its archived bytes if it has any, else as the request that it was.</summary>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public Task<RetryResult> RetryAsync(Caller caller, int documentId, CancellationToken cancellationToken) =>
        RetryAsync(caller, documentId, isHanded: false, cancellationToken);

    /// <param name="isHanded">True if its job is queued already: the sweeper need not queue another.</param>
    public async Task<RetryResult> RetryAsync(Caller caller, int documentId, bool isHanded, CancellationToken cancellationToken)
    {
        if (!await RequeueAsync(caller, documentId, isHanded, cancellationToken) && await RefetchAsync([documentId], cancellationToken) == 0)
            return await RefusalAsync(documentId, cancellationToken);
        due.Raise();
        return RetryResult.Queued;
    }

    /// <param name="isHanded">True if its job is queued already: the sweeper need not queue another.</param>
    public async Task<bool> RequeueAsync(Caller caller, int documentId, bool isHanded, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        return await RequeueAsync([documentId], isHanded, cancellationToken) == 1;
    }

    /// <summary>The same for several at once; requests for stocks that are not pulled stay as they are.</summary>
    /// <returns>How many are on their way again.</returns>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<int> RetryAllAsync(Caller caller, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(documentIds.Count, MostAtOnce);
        var revived = await RequeueAsync(documentIds, isHanded: false, cancellationToken) + await RefetchAsync(documentIds, cancellationToken);
        due.Raise();
        return revived;
    }

    /// <summary>Says that a document's rewrite of the history is right: it is read again, and loaded whatever it rewrites.</summary>
    /// <returns>False if it is not quarantined for that.</returns>
    /// <exception cref="AccessDeniedException">The caller is no admin.</exception>
    public async Task<bool> AcceptAsync(Caller caller, int documentId, CancellationToken cancellationToken)
    {
        caller.RequireAdmin();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var accepted = await db.Documents.MassRewrites()
            .Where(d => d.Id == documentId && d.Sha256 != null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.AcceptedBy, caller.Name), cancellationToken) == 1;
        if (!accepted)
            return false;
        Log.Accepted(log, documentId, caller.Name);
        return await RetryAsync(caller, documentId, cancellationToken) == RetryResult.Queued;
    }

    private async Task<int> RequeueAsync(IReadOnlyList<int> documentIds, bool isHanded, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var restored = await RestoredBytesAsync(db, documentIds, cancellationToken);
        var letters = db.Documents.Where(d => documentIds.Contains(d.Id)).Requeueable();
        var requests = letters.Pulls()
            // Damaged bytes of a request are not read again for ever: it is made again. Those of a file say so again.
            .Where(d => d.Reason != Reason.ArchiveCorrupt || restored.Contains(d.Id))
            // The next sweep would take a request that nobody wants any more out of the queue, and out of every list.
            .Where(d => d.Sha256 != null || Requestable(db).Any(a => a.Id == d.Id));
        DateTime? handedAt = isHanded ? now : null;
        return await letters.Files().RequeueAsync(now, handedAt, crashes: 0, cancellationToken)
            + await requests.RequeueAsync(now, handedAt, crashes: 0, cancellationToken);
    }

    /// <summary>Of the documents whose archived bytes were damaged or gone, those whose bytes are right again: somebody had a backup.</summary>
    private async Task<List<int>> RestoredBytesAsync(CreamPieDbContext db, IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
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

    /// <summary>A request whose archived bytes are damaged or gone is made anew, as a new document; the old one is done with.</summary>
    private async Task<int> RefetchAsync(IReadOnlyList<int> documentIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var damaged = await Requestable(db).AsNoTracking().Pulls().Corrupt().Where(d => documentIds.Contains(d.Id)).ToListAsync(cancellationToken);
        foreach (var document in damaged)
        {
            var stock = (await StockLock.LockAsync(db, document.StockId, cancellationToken))!;
            if (!await db.Documents.Pulls().Open().AnyAsync(d => d.StockId == stock.Id, cancellationToken))
                db.Documents.Add(NewDocument.Pull(stock, document.Source, $"refetch:{document.Id}:{Guid.NewGuid():N}", document.FromDay, now));
            await db.SaveChangesAsync(cancellationToken);
            await db.Documents.Corrupt().Where(d => d.Id == document.Id).SupersedeAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return damaged.Count;
    }

    /// <summary>Requests that would be made: their stock is pulled, and their source is installed and not stopped.</summary>
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
            { Stock: null or StockStatus.Imported } => RetryResult.StockNotTracked,
            { IsInstalled: false } => RetryResult.SourceNotInstalled,
            { IsStopped: true } => RetryResult.SourceStopped,
            _ => RetryResult.NothingToRetry,
        };
    }

    /// <summary>What time can heal is tried again as a new pull; the rest waits for a click or a new parser.</summary>
    /// <returns>How many stocks were made due.</returns>
    public async Task<int> RetryTransientAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await clock.NowAsync(db, cancellationToken);
        var count = await db.Stocks
            .Where(s => s.Status == StockStatus.Failing && db.Documents.Pulls().Any(d => d.StockId == s.Id
                && d.State == DocumentState.Dead && (d.Reason == Reason.Network || d.Reason == Reason.ServerError)
                // Of any of its sources, but none of the time before it was last well.
                && !db.Documents.Pulls().Any(l => l.StockId == s.Id && l.State == DocumentState.Loaded && l.Id > d.Id)))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.NextDue, now), cancellationToken);
        due.Raise();
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The rewrite of the history in document {Document} is right, says {Caller}.")]
        public static partial void Accepted(ILogger logger, int document, string caller);
    }
}
