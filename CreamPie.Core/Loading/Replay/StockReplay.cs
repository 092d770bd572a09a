using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Loading.Replay;

/// <summary>Ends a document as refused inside the replay's transaction; false if the lease is lost.</summary>
/// <param name="db">In the transaction; the caller saves.</param>
/// <param name="error">Why, in one sentence.</param>
/// <param name="cancellationToken">Rolls back.</param>
internal delegate Task<bool> RefuseDocument(CreamPieDbContext db, string error, CancellationToken cancellationToken);

/// <summary>
/// Derives the bars, actions and findings of a stock from all of its documents anew, and writes what differs: bars that change or go
/// leave a revision. It decides where documents contradict each other, and carries an installation over to new rules.
/// </summary>
public sealed partial class StockReplay(IDbContextFactory<CreamPieDbContext> contexts, ILogger<StockReplay> log)
{
    /// <summary>Derives the stock with one more document, and ends that one, loaded or refused.</summary>
    /// <returns>Null if the stock or its documents changed meanwhile: read the set again.</returns>
    internal async Task<LoadResult?> LoadAsync(
        DocumentSet set, LoadRequest arriving, CloseDocument close, RefuseDocument refuse, CancellationToken cancellationToken)
    {
        await using var fold = await CanonicalFold.RunAsync(set, [.. set.Documents, arriving], cancellationToken);
        var refusal = fold.Refused.GetValueOrDefault(arriving.DocumentId);
        return await TransientFaults.RetryAsync(
            () => WriteAsync(
                set, fold, arriving, arriving.KnownAt,
                (db, stock, counts, cancel) => refusal is null ? close(db, stock, counts, cancel) : refuse(db, refusal, cancel),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Derives the stock by the rules of today.</summary>
    /// <param name="set">Of the stock.</param>
    /// <param name="now">UTC; since when what changes is known.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <returns>False if the stock or its documents changed meanwhile: read the set again.</returns>
    internal async Task<bool> RunAsync(DocumentSet set, DateTime now, CancellationToken cancellationToken)
    {
        await using var fold = await CanonicalFold.RunAsync(set, set.Documents, cancellationToken);
        CloseDocument close = (_, _, _, _) => Task.FromResult(true);
        return await TransientFaults.RetryAsync(
            () => WriteAsync(set, fold, null, now, close, cancellationToken), cancellationToken) is not null;
    }

    private async Task<LoadResult?> WriteAsync(
        DocumentSet set, Fold fold, LoadRequest? arriving, DateTime now, CloseDocument end, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await StockLock.LockAsync(db, set.StockId, cancellationToken) is not { } stock
            || !await IsAsReadAsync(db, set, stock, cancellationToken))
            return null;
        var ledger = db.LoadLedger.Where(e => e.StockId == stock.Id);
        var before = (await ledger.Select(e => e.DocumentId).ToListAsync(cancellationToken)).ToHashSet();
        var refusal = arriving is null ? null : fold.Refused.GetValueOrDefault(arriving.DocumentId);
        var counts = LoadCounts.None;
        // Refused, and nothing else changes, is the usual end of a document that contradicts the others.
        var after = fold.Loaded.Select(r => r.DocumentId)
            .Concat(set.Unreadable.Concat(set.Removed).Select(d => d.Entry.DocumentId));
        if (refusal is null || !before.SetEquals(after))
        {
            await using var scratch = fold.Scratch.CreateDbContext();
            var knownAt = fold.Loaded.Where(r => !before.Contains(r.DocumentId)).Select(r => r.KnownAt).Append(now).Max();
            counts = await new ReplayWriter(db, scratch, stock, knownAt).WriteAsync(cancellationToken);
            if (!await MoveAsync(db, set, fold, (stock, knownAt), arriving, before, cancellationToken))
                return null;
            stock.NeedsReplay = false;
            // Older than the requested days, the stored bars may no longer match what the source says.
            stock.NeedsFullPull |= refusal is null && arriving is not null && fold.Restating.Contains(arriving.DocumentId);
        }
        foreach (var (id, error) in fold.Refused.Where(r => set.MassRewrites.Contains(r.Key) && r.Key != arriving?.DocumentId))
            await ReplayTransitions.KeepRefusedAsync(db, id, ColumnText.Error(error), cancellationToken);
        if (!await end(db, stock, counts, cancellationToken))
            return new LoadResult.LeaseLost();
        await db.SaveChangesAsync(cancellationToken);
        CrashPoint.Pass("before-commit");
        await transaction.CommitAsync(cancellationToken);
        CrashPoint.Pass("after-commit");
        return refusal is null ? new LoadResult.Loaded(stock.Id, counts) : new LoadResult.MassRewrite(refusal, IsEnded: true);
    }

    /// <summary>
    /// A document that was refused meanwhile would have been judged, too; one whose bytes were given up meanwhile is no longer one that
    /// can be loaded anew.
    /// </summary>
    private static async Task<bool> IsAsReadAsync(
        CreamPieDbContext db, DocumentSet set, Stock stock, CancellationToken cancellationToken) =>
        stock.Version == set.Version
        && set.MassRewrites.SetEquals(await db.Documents.MassRewrites()
            .Where(d => d.Symbol == set.Ticker && d.Sha256 != null)
            .Select(d => d.Id)
            .ToListAsync(cancellationToken))
        && set.Removed.Count == await db.Documents.CountAsync(
            d => d.BytesRemovedAt != null && db.LoadLedger.Any(e => e.DocumentId == d.Id && e.StockId == set.StockId),
            cancellationToken);

    /// <summary>Moves the other documents to the state that they have now; false if one is no longer where it was.</summary>
    private async Task<bool> MoveAsync(
        CreamPieDbContext db, DocumentSet set, Fold fold, (Stock Stock, DateTime KnownAt) to, LoadRequest? arriving,
        IReadOnlySet<int> before, CancellationToken cancellationToken)
    {
        foreach (var version in fold.Loaded.Where(r => before.Contains(r.DocumentId)).GroupBy(r => r.ParserVersion))
            await ReplayTransitions.ReadByAsync(db, [.. version.Select(r => r.DocumentId)], version.Key, cancellationToken);
        foreach (var request in fold.Loaded.Where(r => r.DocumentId != arriving?.DocumentId && !before.Contains(r.DocumentId)))
        {
            if (!await ReplayTransitions.LoadAsync(
                db, request.DocumentId, to.Stock.Id, request.Document.CapturedAt, request.ParserVersion, to.KnownAt, cancellationToken))
                return false;
            Log.Loaded(log, set.Ticker, request.DocumentId);
        }
        var refused = set.Documents
            .Where(r => fold.Refused.ContainsKey(r.DocumentId))
            .Select(r => (r.DocumentId, r.ParserVersion, Reason: Reason.MassRewrite, Error: fold.Refused[r.DocumentId]))
            .Concat(set.Refused.Select(r => (DocumentId: r.Key, ParserVersion: 0, r.Value.Reason, r.Value.Error)));
        foreach (var (id, version, reason, error) in refused.Where(r => before.Contains(r.DocumentId)))
        {
            if (!await ReplayTransitions.RefuseAsync(db, id, reason, ColumnText.Error(error), version, cancellationToken))
                return false;
            db.Findings.Add(Overruled(to.Stock.Id, id, error, to.KnownAt));
            Log.Refused(log, set.Ticker, id, reason, error);
        }
        return true;
    }

    private static Finding Overruled(int stockId, int documentId, string error, DateTime knownAt) => new()
    {
        StockId = stockId,
        DocumentId = documentId,
        Kind = FindingKind.DocumentOverruled,
        Seen = ColumnText.Shortened(error, 500),
        Done = "Its bars are no longer served; they are kept as revisions.",
        FoundAt = knownAt,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Symbol}: document {DocumentId} is loaded now: other documents explain it.")]
        public static partial void Loaded(ILogger logger, string symbol, int documentId);

        [LoggerMessage(2, LogLevel.Warning, "{Symbol}: document {DocumentId} is refused now, {Reason}. {Error}")]
        public static partial void Refused(ILogger logger, string symbol, int documentId, Reason reason, string error);
    }
}
