using CreamPie.Core.Loading.Writers;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Loading.Listings;

/// <summary>
/// Finds the listing that a document is of. A ticker that another company gets begins a new series: the earlier one is retired with its
/// bars. A load without a sign of that costs no query.
/// </summary>
/// <param name="db">In the load's transaction.</param>
/// <param name="request">What is loaded.</param>
internal sealed class ListingCheck(CreamPieDbContext db, LoadRequest request)
{
    private readonly DateOnly _first = request.Document.Range!.Value.First;
    private readonly DateOnly _last = request.Document.Range!.Value.Last;
    private readonly KnownListing _own = new(request.Document.Listing.Name, request.Document.Listing.Exchange);

    /// <param name="stock">Of the document's symbol, locked.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>The stock to load into, locked, and what an admin must know.</returns>
    public async Task<(Stock Stock, IReadOnlyList<ProcessedFinding> Findings)> FindAsync(Stock stock, CancellationToken cancellationToken)
    {
        if (stock.IsOneListing || stock.FirstSession is not { } stored)
            return (stock, []);
        if (stock.FirstTradeDate is { } listed && _last < listed && IsBefore(_first, listed) && !IsBefore(stored, listed))
            return await FindEarlierAsync(stock, listed, cancellationToken);
        if (request.Document.Listing.FirstTradeDate is { } first && IsBefore(stored, first) && !IsBefore(_first, first))
            return await FindLaterAsync(stock, first, cancellationToken);
        return (stock, MaySucceed(stock) ? [Doubt(EvidenceOf(stock), stock)] : []);
    }

    /// <summary>By more than trading before the issue takes.</summary>
    private static bool IsBefore(DateOnly day, DateOnly firstTradeDate) =>
        day < firstTradeDate.AddDays(-ListingEvidence.DaysWhenIssued);

    /// <summary>All of the document is older than the stock's first trade date.</summary>
    private async Task<(Stock Stock, IReadOnlyList<ProcessedFinding> Findings)> FindEarlierAsync(
        Stock stock, DateOnly listed, CancellationToken cancellationToken)
    {
        if (await EarlierOfAsync(stock, cancellationToken) is { } earlier)
            return await FindAsync(earlier, cancellationToken);
        var evidence = new ListingEvidence(
            listed, _last, _own, new(stock.Name, stock.Exchange),
            IsWhole: stock.FirstSession <= listed.AddDays(ListingEvidence.DaysToFirstBar), IsSpanned: false);
        if (evidence.Verdict != ListingVerdict.New)
            return (stock, DoubtOf(evidence, stock));
        var until = stock.FirstSession < listed ? stock.FirstSession.Value : listed;
        return await ListingTransitions.AddEarlierAsync(db, stock, until.AddDays(-1), cancellationToken) is { } retired
            ? (retired, [Told(evidence, earlier: retired, later: stock, until, other: stock)])
            : (stock, [Doubt(evidence, stock)]);
    }

    /// <summary>The document states a first trade date after stored bars.</summary>
    private async Task<(Stock Stock, IReadOnlyList<ProcessedFinding> Findings)> FindLaterAsync(
        Stock stock, DateOnly first, CancellationToken cancellationToken)
    {
        var ledger = await db.LoadLedger.AsNoTracking()
            .Where(e => e.StockId == stock.Id && e.DocumentId != request.DocumentId)
            .ToListAsync(cancellationToken);
        // Documents of the later listing may begin before its first trade date, when-issued.
        var from = ledger.Where(e => e.LastDay >= first && !IsBefore(e.FirstDay, first)).Select(e => e.FirstDay)
            .Append(first).Append(_first).Min();
        var before = ledger.FindAll(e => e.FirstDay < from);
        var lastBefore = await db.DailyBars.Where(b => b.StockId == stock.Id && b.Date < from)
            .MaxAsync(b => (DateOnly?)b.Date, cancellationToken);
        if (lastBefore is not { } last)
            return (stock, []);
        var evidence = new ListingEvidence(
            first, last, Latest(before), _own,
            IsWhole: _first <= first.AddDays(ListingEvidence.DaysToFirstBar), IsSpanned: before.Exists(e => e.LastDay >= from));
        if (evidence.Verdict != ListingVerdict.New)
            return (stock, DoubtOf(evidence, stock));
        return await ListingTransitions.RetireAsync(db, stock, from, request.KnownAt, cancellationToken) is { } heir
            ? (heir, [Told(evidence, earlier: stock, later: heir, from, other: stock)])
            : (stock, [Doubt(evidence, stock)]);
    }

    /// <summary>Nothing is told of a first trade date, but after a long gap there are bars under another name.</summary>
    private bool MaySucceed(Stock stock) => request.Document.Listing.FirstTradeDate is null && stock.LastSession is { } last
        && ListingEvidence.IsGap(last, _first) && ListingName.AreSame(stock.Name, _own.Name) == false;

    private ListingEvidence EvidenceOf(Stock stock) =>
        new(_first, stock.LastSession!.Value, new(stock.Name, stock.Exchange), _own, IsWhole: false, IsSpanned: false);

    /// <summary>The retired listing in whose time the document's last day is; null if there is none.</summary>
    private async Task<Stock?> EarlierOfAsync(Stock stock, CancellationToken cancellationToken)
    {
        var ticker = stock.Ticker;
        var id = await db.Stocks.AsNoTracking()
            .Where(s => s.FormerSymbol == ticker && s.Id != stock.Id && s.ListedUntil >= _last)
            .OrderBy(s => s.ListedUntil)
            .Select(s => (int?)s.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return await StockLock.LockAsync(db, id, cancellationToken);
    }

    private static KnownListing Latest(List<LoadLedgerEntry> ledger)
    {
        var latest = ledger.LatestFirst().ToList();
        return new(latest.Find(e => e.Name is not null)?.Name, latest.Find(e => e.Exchange is not null)?.Exchange);
    }

    private static ProcessedFinding[] DoubtOf(ListingEvidence evidence, Stock stock) =>
        evidence.Verdict == ListingVerdict.Doubtful ? [Doubt(evidence, stock)] : [];

    private static ProcessedFinding Doubt(ListingEvidence evidence, Stock stock) => new(
        FindingKind.ListingDoubt, evidence.FirstTradeDate, evidence.Sentence(stock.Ticker),
        "Loaded into one series, until more is known.");

    /// <summary>The finding of the stock that is loaded into; the <paramref name="other"/> one gets its own here.</summary>
    private ProcessedFinding Told(ListingEvidence evidence, Stock earlier, Stock later, DateOnly from, Stock other)
    {
        var told = new ProcessedFinding(
            FindingKind.NewListing, from, evidence.Sentence(later.Ticker),
            $"Two series: the earlier listing is kept as {earlier.Symbol}.");
        FindingRecorder.Add(db, other.Id, request, told);
        return told;
    }
}
