using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Retention;

/// <summary>
/// Gives up the archived bytes of documents that are older than their source's setting says and that no number refers to. Their rows and
/// manifests stay and say so. The files themselves are removed by the archive's cleanup, once no other document has the same bytes.
/// </summary>
public sealed partial class DocumentRetention(
    IDbContextFactory<CreamPieDbContext> contexts, Archive archive, AuditTrail audit, IOptions<RetentionOptions> options,
    TimeProvider time, ILogger<DocumentRetention> log)
{
    /// <summary>Of one run: the other maintenance tasks wait meanwhile.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>Of one stock at once: its rows are locked meanwhile.</summary>
    private const int AtOnce = 500;

    /// <summary>Longer ago the last turn belonged to another round, which another node may have ended.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Where the last turn of this process ended, and its time; the default before the first stock of a round.</summary>
    private (SourceName Source, string Symbol) _last;
    private DateTime _lastAt;

    /// <summary>True if some source's documents are not kept for ever.</summary>
    public bool IsOn => options.Value.Limited.Count > 0;

    /// <summary>Applies the policy for a minute at most.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>True if this process saw all stocks in one round; false if its next turn goes on.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        if (time.Now() - _lastAt > LongestPause)
            _last = default;
        foreach (var (source, days) in options.Value.Limited.OrderBy(l => l.Source))
        {
            var removed = 0;
            foreach (var symbol in await SymbolsAsync(source, days, cancellationToken))
            {
                if (_last.Source > source || (_last.Source == source && string.CompareOrdinal(symbol, _last.Symbol) <= 0))
                    continue;
                int some;
                do
                {
                    some = await RemoveAsync(source, days, symbol, cancellationToken);
                    removed += some;
                }
                while (some == AtOnce);
                (_last, _lastAt) = ((source, symbol), time.Now());
                if (time.GetElapsedTime(begun) > Turn)
                {
                    Report(source, days, removed);
                    return false;
                }
            }
            Report(source, days, removed);
        }
        _last = default;
        return true;
    }

    private async Task<IReadOnlyList<string>> SymbolsAsync(SourceName source, int days, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var symbols = await Old(db, source, days).Where(d => d.Symbol != null).Select(d => d.Symbol!).Distinct()
            .ToListAsync(cancellationToken);
        symbols.Sort(StringComparer.Ordinal);
        return symbols;
    }

    private IQueryable<Document> Old(CreamPieDbContext db, SourceName source, int days)
    {
        var before = time.Now().AddDays(-days);
        return db.Documents.Expendable().Where(d => d.Source == source && d.KnownAt < before);
    }

    /// <returns>Documents whose bytes were given up.</returns>
    private async Task<int> RemoveAsync(SourceName source, int days, string symbol, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var old = await Old(db, source, days).AsNoTracking().Where(d => d.Symbol == symbol).OrderBy(d => d.Id)
            .ToListAsync(cancellationToken);
        var ids = old.ConvertAll(d => d.Id);
        List<int> stocks = [.. (await db.Stocks.Where(s => s.Symbol == symbol || s.FormerSymbol == symbol).Select(s => s.Id)
                .Concat(db.LoadLedger.Where(e => ids.Contains(e.DocumentId)).Select(e => e.StockId))
                .Distinct().ToListAsync(cancellationToken))
            .Union(old.Select(d => d.StockId).OfType<int>()).Order()];
        var needed = await NeededDocuments.OfAsync(db, stocks, cancellationToken);
        var given = old.Where(d => !needed.Contains(d.Id)).Take(AtOnce).ToList();
        if (given.Count == 0)
            return 0;
        // The manifests first: a row that says so is the last step, and what dies before it is done again.
        var now = time.Now();
        foreach (var document in given)
            await WriteManifestAsync(document, now, days, cancellationToken);
        var removed = await MarkAsync(stocks, [.. given.Select(d => d.Id)], (now, days, symbol), cancellationToken);
        foreach (var kept in given.Where(d => !removed.Contains(d.Id)))
            await WriteManifestAsync(kept, removedAt: null, days, cancellationToken);
        return removed.Count;
    }

    /// <summary>With the stocks locked, so that nothing begins to refer to a document meanwhile.</summary>
    private async Task<HashSet<int>> MarkAsync(
        List<int> stocks, List<int> ids, (DateTime Now, int Days, string Symbol) how, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var id in stocks)
            await StockLock.LockAsync(db, id, cancellationToken);
        var needed = await NeededDocuments.OfAsync(db, stocks, cancellationToken);
        var marked = new HashSet<int>();
        foreach (var id in ids.Where(id => !needed.Contains(id)))
        {
            if (await ArchiveTransitions.RemoveBytesAsync(db, id, how.Now, how.Days, cancellationToken))
                marked.Add(id);
        }
        if (marked.Count > 0)
        {
            audit.Add(
                db, Caller.System, AuditAction.DataDecision, how.Symbol,
                detail: $"The retention policy removed the bytes of {marked.Count} documents: {string.Join(", ", marked.Order())}.");
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return marked;
    }

    private async Task WriteManifestAsync(Document document, DateTime? removedAt, int days, CancellationToken cancellationToken)
    {
        var manifest = await ManifestAsync(document, cancellationToken);
        await archive.WriteManifestAsync(
            manifest with { BytesRemovedAt = removedAt, KeptDays = removedAt is null ? null : days }, cancellationToken);
    }

    private async Task<Manifest> ManifestAsync(Document document, CancellationToken cancellationToken)
    {
        try
        {
            return await archive.ReadManifestAsync(document.Id, cancellationToken) is { } there && there.Sha256 == document.Sha256
                ? there
                : Manifest.Of(document, headers: null);
        }
        catch (ArchiveCorruptException)
        {
            return Manifest.Of(document, headers: null);
        }
    }

    private void Report(SourceName source, int days, int removed)
    {
        if (removed > 0)
            Log.Removed(log, removed, source, days);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information,
            "The retention policy removed the bytes of {Documents} documents of {Source} that are older than {Days} days and that no "
            + "number refers to. The weekly cleanup frees their space.")]
        public static partial void Removed(ILogger logger, int documents, SourceName source, int days);
    }
}
