using CreamPie.Core.Loading.Actions;
using CreamPie.Core.Loading.Checks;
using CreamPie.Core.Loading.Listings;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Loading.Writers;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading;

/// <summary>Ends the document inside the load's transaction, as its last step; false if the lease is lost.</summary>
/// <param name="db">In the transaction; the caller saves.</param>
/// <param name="stock">Locked.</param>
/// <param name="counts">What the load did.</param>
/// <param name="cancellationToken">Rolls the load back.</param>
public delegate Task<bool> CloseDocument(CreamPieDbContext db, Stock stock, LoadCounts counts, CancellationToken cancellationToken);

/// <summary>
/// Loads one processed document into the series of its symbol and source, whole or not at all, at most once:
/// 1 lock the stock of its listing, 2 check the ledger, 3 merge the actions, 4 merge the bars, 5 judge what would be rewritten,
/// 6 write, 7 record findings, 8 write the ledger entry, 9 end the document, and commit. What contradicts other documents, or may
/// explain one that was refused, is for <see cref="Replay.StockReplay"/> to decide: by all of them, whatever their order.
/// </summary>
public sealed class Loader
{
    private readonly IDbContextFactory<CreamPieDbContext> _contexts;
    private readonly Action<string> _passCrashPoint;
    private readonly bool _isScratch;

    /// <summary>Loads into a database.</summary>
    /// <param name="contexts">Of the database with the series.</param>
    public Loader(IDbContextFactory<CreamPieDbContext> contexts)
        : this(contexts, CrashPoint.Pass)
    {
    }

    /// <param name="contexts">Of the database with the series.</param>
    /// <param name="passCrashPoint">Tests end the process at the points of real loads only.</param>
    /// <param name="isScratch">True if nobody reads series from the database.</param>
    internal Loader(IDbContextFactory<CreamPieDbContext> contexts, Action<string> passCrashPoint, bool isScratch = false) =>
        (_contexts, _passCrashPoint, _isScratch) = (contexts, passCrashPoint, isScratch);

    /// <summary>Loads one document; retries transient faults of the database, throws others.</summary>
    /// <param name="request">The document and its series.</param>
    /// <param name="close">Writes the document's end in the same transaction; may be called again after a fault.</param>
    /// <param name="cancellationToken">Rolls the load back.</param>
    /// <exception cref="ArgumentException">The document has no bars.</exception>
    public Task<LoadResult> LoadAsync(LoadRequest request, CloseDocument close, CancellationToken cancellationToken)
    {
        if (request.Document.Range is null)
            throw new ArgumentException("There is nothing to load.", nameof(request));
        return TransientFaults.RetryAsync(() => LoadOnceAsync(request, close, cancellationToken), cancellationToken);
    }

    private async Task<LoadResult> LoadOnceAsync(LoadRequest request, CloseDocument close, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owner = await StockLock.LockOrAddAsync(db, request.Symbol, cancellationToken);
        var (stock, listings) = await new ListingCheck(db, request).FindAsync(owner, cancellationToken);
        var counts = LoadCounts.None;
        string? contradiction = null;
        var entry = NewEntry(stock.Id, request);
        var ledger = await db.LoadLedger
            .Where(e => e.DocumentId == entry.DocumentId
                || (e.StockId == stock.Id && e.Source == entry.Source && e.FirstDay <= entry.LastDay && e.LastDay >= entry.FirstDay))
            .ToListAsync(cancellationToken);
        var isLoaded = ledger.Exists(e => e.DocumentId == entry.DocumentId && e.ParserVersion == entry.ParserVersion);
        DateOnly? evidenceFrom = null;
        if (!isLoaded)
            (counts, evidenceFrom, contradiction) = await MergeAsync(db, stock, request, entry, ledger, listings, cancellationToken);
        if (contradiction is not null || (!request.IgnoresRefused && await MayExplainAsync(db, stock, evidenceFrom, cancellationToken)))
            return new LoadResult.Contested(stock.Id, contradiction);
        if (!await close(db, stock, counts, cancellationToken))
            return new LoadResult.LeaseLost();
        await db.SaveChangesAsync(cancellationToken);
        _passCrashPoint("before-commit");
        await transaction.CommitAsync(cancellationToken);
        _passCrashPoint("after-commit");
        return new LoadResult.Loaded(stock.Id, counts);
    }

    /// <param name="db">In the load's transaction.</param>
    /// <param name="stock">Locked.</param>
    /// <param name="request">What is loaded.</param>
    /// <param name="entry">Of this document; not yet in the ledger.</param>
    /// <param name="ledger">Its own earlier entries, and those of the series' other documents with days in its range.</param>
    /// <param name="listings">What was found on whose bars they are.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>From which day on it is news for documents that were refused, if for any, and what it contradicts.</returns>
    private async Task<(LoadCounts Counts, DateOnly? EvidenceFrom, string? Contradiction)> MergeAsync(
        CreamPieDbContext db, Stock stock, LoadRequest request, LoadLedgerEntry entry, List<LoadLedgerEntry> ledger,
        IReadOnlyList<ProcessedFinding> listings, CancellationToken cancellationToken)
    {
        var others = ledger.FindAll(e => e.DocumentId != entry.DocumentId);
        var actions = await new ActionMerge(db, request, entry, others).ApplyAsync(others.Count < ledger.Count, cancellationToken);
        var (splits, before) = (actions.Splits, stock.Version);
        var stored = await db.DailyBars.AsNoTracking()
            .Where(b => b.StockId == stock.Id && b.Source == request.Source && b.Date >= entry.FirstDay && b.Date <= entry.LastDay)
            .OrderBy(b => b.Date)
            .ToListAsync(cancellationToken);
        var plan = new SeriesMerge(entry, others, splits).Merge(stored, request.Document.Bars, request.KnownAt);

        var overlap = plan.Overlap.Judge(request.Document.Actions, splits, plan.Adjusted, (CurrencyOf(others), entry.Currency));
        if (request.AcceptedBy is null && Contradiction(overlap, Confirmed(plan, request, splits, others, entry)) is { } contradiction)
            return (LoadCounts.None, null, contradiction);
        // Older than the requested days, the stored bars may no longer match what the source says.
        stock.NeedsFullPull |= request.IsPartial && (overlap.Restates || overlap.IsMassRewrite || plan.Common == 0);
        // A few rows may prove no basis where the whole history does.
        stock.NeedsFullPull |= request.IsPartial && request.Source == SourceName.Unproved
            && stock.ServedSource is not (null or SourceName.Unproved);

        // If the document has every day of its range, only its two ends can be boundaries.
        var endsOnly = stored.Count + plan.Inserts.Count == request.Document.Bars.Count;
        var rows = stored.Concat(plan.Inserts).Concat(plan.Updates);
        var seams = await BoundaryCheck.FindAsync(db, entry, request.Document.Bars, rows, endsOnly, splits, cancellationToken);
        var guesses = await AssumedBasisCheck.FindAsync(db, entry, splits, cancellationToken);
        var renames = await RenameCheck.FindAsync(db, stock, request, splits, cancellationToken);
        var found = request.Document.Findings
            .Concat(listings)
            .Concat(renames)
            .Concat(plan.Forgotten.Findings)
            .Concat(seams)
            .Concat(Accepted(request, overlap))
            .Select(f => (entry.DocumentId, f))
            .Concat(guesses)
            .Concat(actions.Findings.Select(f => (f.DocumentId, f.Finding)))
            .Concat(MissingDays.Find(plan.Missing, rows.Select(r => r.Date)));

        var writer = BarWriters.For(db);
        await InsertedRows.BeginAfterRevisionsAsync(db, plan.Inserts, cancellationToken);
        await writer.InsertAsync(db, plan.Inserts, cancellationToken);
        _passCrashPoint("mid-upsert");
        await writer.UpdateAsync(db, plan.Updates, cancellationToken);
        db.BarRevisions.AddRange(plan.Revisions);
        await AdjustmentSegments.RecordAsync(
            db, (stock.Id, request.Source), plan.Adjusted, request.KnownAt, entry.DocumentId, cancellationToken);
        var contradicted = await BasisOverlapCheck.FindAsync(db, entry, splits, cancellationToken);
        await FindingRecorder.AddAsync(db, stock.Id, request, found.Concat(contradicted), cancellationToken);
        _passCrashPoint("before-ledger");
        db.LoadLedger.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        await ListingFacts.UpdateAsync(db, stock, request, cancellationToken);
        if (!_isScratch && actions.IsJudged)
            await SummaryWriter.WriteAsync(db, stock, cancellationToken);
        else if (!_isScratch)
            await SummaryWriter.AddAsync(db, stock, before, entry, cancellationToken);
        // Also one that changes nothing may be what lets a refused one in: it stands between the two that contradict each other.
        return (plan.Counts, actions.SplitsChanged ? DateOnly.MinValue : entry.FirstDay, null);
    }

    /// <summary>True if documents were refused that what is new may explain: those that have days of it.</summary>
    private static Task<bool> MayExplainAsync(
        CreamPieDbContext db, Stock stock, DateOnly? evidenceFrom, CancellationToken cancellationToken)
    {
        if (evidenceFrom is not { } from)
            return Task.FromResult(false);
        // A day starts at most 14 hours earlier somewhere than in UTC.
        var since = from == DateOnly.MinValue ? DateTime.UnixEpoch : from.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var ticker = stock.Ticker;
        return db.Documents.MassRewrites()
            .AnyAsync(d => d.Symbol == ticker && d.Sha256 != null && d.KnownAt >= since, cancellationToken);
    }

    private static Overlap Confirmed(
        MergePlan plan, LoadRequest request, SplitFactors splits, IEnumerable<LoadLedgerEntry> others, LoadLedgerEntry entry) =>
        plan.Confirmed.Judge(request.Document.Actions, splits, [], (entry.Currency, CurrencyOf(others)));

    private static string? Contradiction(Overlap overlap, Overlap confirmed) =>
        overlap.IsMassRewrite ? $"{overlap.Sentence} The stored bars stay in use; if the document is right, accept it."
        : confirmed.IsMassRewrite ? $"Later documents contradict it: {confirmed.Sentence} Their bars stay in use."
        : null;

    private static IEnumerable<ProcessedFinding> Accepted(LoadRequest request, Overlap overlap) => overlap.IsMassRewrite
        ? [new(FindingKind.MassRewriteAccepted, overlap.Last, overlap.Sentence, $"Loaded: accepted by {request.AcceptedBy}.")]
        : [];

    /// <summary>As the latest capture of these days states it.</summary>
    private static string? CurrencyOf(IEnumerable<LoadLedgerEntry> others) =>
        others.Where(e => e.Currency is not null).MaxBy(e => e.CapturedAt)?.Currency;

    private static LoadLedgerEntry NewEntry(int stockId, LoadRequest request)
    {
        var document = request.Document;
        return new()
        {
            DocumentId = request.DocumentId,
            ParserVersion = request.ParserVersion,
            StockId = stockId,
            Source = request.Source,
            FirstDay = document.Range!.Value.First,
            LastDay = document.Range!.Value.Last,
            FinalThrough = document.FinalThrough,
            BasisDate = document.BasisDate,
            BasisGuessed = document.BasisGuessed,
            CashBasisDate = document.BasisDate,
            Precise = document.Precise,
            ListsActions = document.ListsActions,
            CapturedAt = document.CapturedAt,
            Sha256 = request.Sha256,
            Rows = document.Bars.Count,
            Name = document.Listing.Name,
            Exchange = document.Listing.Exchange,
            Currency = document.Listing.Currency,
            TimeZone = document.Listing.TimeZone,
            FirstTradeDate = document.Listing.FirstTradeDate,
            Token = request.Token,
            LoadedAt = request.KnownAt,
        };
    }
}
