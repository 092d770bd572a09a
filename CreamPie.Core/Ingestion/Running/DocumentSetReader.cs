using CreamPie.Core.Loading;
using CreamPie.Core.Loading.Replay;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Reads all documents that decide on a stock from the archive: those that are loaded, and those refused as mass rewrites.
/// </summary>
public sealed partial class DocumentSetReader(
    IDbContextFactory<CreamPieDbContext> contexts, DocumentReader reader, SourceCatalog sources, ILogger<DocumentSetReader> log)
{
    /// <summary>Two hundred histories of forty years: they are read, parsed and folded within one run.</summary>
    private const long MostRows = 2_000_000;

    /// <summary>Six years of daily pulls.</summary>
    private const int MostDocuments = 1_500;

    /// <param name="stockId">The stock.</param>
    /// <param name="arriving">A document that is on its way; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if the stock is gone or another's, has too many documents, or the archive is away.</returns>
    internal async Task<DocumentSet?> ReadAsync(int stockId, LoadRequest? arriving, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Stocks.AsNoTracking().SingleOrDefaultAsync(s => s.Id == stockId, cancellationToken) is not { } stock
            || (arriving is not null && stock.Ticker != arriving.Symbol.Value))
            return null;
        var without = arriving?.DocumentId;
        var ledger = db.LoadLedger.Where(e => e.StockId == stockId && e.DocumentId != without);
        var ids = await ledger.Select(e => e.DocumentId).Distinct().ToListAsync(cancellationToken);
        var refused = await db.Documents.MassRewrites().AsNoTracking()
            .Where(d => d.Symbol == stock.Ticker && d.Sha256 != null && d.Id != without)
            .OrderBy(d => d.Id)
            .ToListAsync(cancellationToken);
        var rows = await ledger.SumAsync(e => (long)e.Rows, cancellationToken);
        if (rows > MostRows || ids.Count + refused.Count > MostDocuments)
        {
            Log.TooLarge(log, stock.Symbol, ids.Count + refused.Count, rows);
            return null;
        }
        var loaded = await db.Documents.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancellationToken);
        var retired = await db.Stocks.AsNoTracking().Where(s => s.FormerSymbol == stock.Ticker && s.ListedUntil != null)
            .OrderBy(s => s.ListedUntil)
            .ToListAsync(cancellationToken);

        var documents = new List<LoadRequest>();
        var rejected = new Dictionary<int, (Reason, string)>();
        var (unreadable, removed) = (new List<StoredDocument>(), new List<int>());
        foreach (var document in loaded.Concat(refused.Where(d => !ids.Contains(d.Id))))
        {
            var isLoaded = ids.Contains(document.Id);
            if (isLoaded && document.BytesRemovedAt is not null)
            {
                removed.Add(document.Id);
                continue;
            }
            var (request, why) = await ReadAsync(document, cancellationToken);
            if (request is not null && (isLoaded || IsOfStock(request.Document.Range!.Value.Last)))
                documents.Add(request);
            // An older parser has loaded what must not be served.
            else if (isLoaded && why is { Reason: Reason.Basis or Reason.Days })
                rejected[document.Id] = (why.Reason.Value, why.Error);
            else if (isLoaded && why is null)
                return null;
            else if (isLoaded)
            {
                Log.Unreadable(log, stock.Symbol, document.Id, why!.Error);
                unreadable.Add(await StoredDocument.ReadAsync(db, stock.Id, document.Id, why.Error, cancellationToken));
            }
        }
        return new DocumentSet(
            stock.Id, stock.Version, stock.Ticker, documents, rejected, refused.Select(d => d.Id).ToHashSet())
        {
            Unreadable = unreadable,
            Removed = await StoredDocument.ReadRemovedAsync(db, stock.Id, removed, cancellationToken),
        };

        bool IsOfStock(DateOnly last) => retired.Find(s => s.ListedUntil >= last) is { } earlier
            ? earlier.Id == stock.Id
            : stock.FormerSymbol is null;
    }

    private async Task<(LoadRequest? Request, AttemptResult? Refused)> ReadAsync(Document document, CancellationToken cancellationToken)
    {
        var source = sources[document.Source];
        try
        {
            var (processed, refused) = await reader.ReadAsync(document, source, cancellationToken);
            return (processed is null ? null : LoadRequest.Of(document, processed, source.ParserVersion), refused);
        }
        catch (FileNotFoundException fault)
        {
            return (null, AttemptResult.Refuse(Reason.ArchiveCorrupt, fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.NoArchive(log, document.Symbol ?? "", document.Id, fault.Message);
            return (null, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning, "{Symbol} is not judged anew: it has {Documents} documents with {Rows} rows. What is stored decides.")]
        public static partial void TooLarge(ILogger logger, string symbol, int documents, long rows);

        [LoggerMessage(
            2, LogLevel.Warning,
            "{Symbol}: document {DocumentId} cannot be read any more. What it has loaded stays as it is stored. {Error}")]
        public static partial void Unreadable(ILogger logger, string symbol, int documentId, string error);

        [LoggerMessage(
            3, LogLevel.Warning,
            "{Symbol} is not judged anew: the archive with document {DocumentId} is away. What is stored decides. {Error}")]
        public static partial void NoArchive(ILogger logger, string symbol, int documentId, string error);
    }
}
