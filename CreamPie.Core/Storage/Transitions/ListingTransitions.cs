using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Storage.Transitions;

/// <summary>
/// Separates and joins the listings that had one ticker. No document has days of both, so whole documents move, with all that was
/// loaded from them. Every method runs in a transaction that has locked the stocks.
/// </summary>
internal static class ListingTransitions
{
    /// <summary>
    /// Retires a stock, and gives its ticker and its pulls to a new one, with the documents from day <paramref name="from"/> on.
    /// <paramref name="at"/> (UTC) settles what was doubtful while both were one series.
    /// </summary>
    /// <returns>The new stock; null if its ticker is too long for the retired one's symbol.</returns>
    public static async Task<Stock?> RetireAsync(
        CreamPieDbContext db, Stock stock, DateOnly from, DateTime at, CancellationToken cancellationToken)
    {
        if (stock.FormerSymbol is not null || await FormerAsync(db, stock.MarketSymbol, cancellationToken) is not { } former)
            return null;
        var heir = new Stock
        {
            Symbol = stock.Symbol,
            Status = stock.Status,
            CurrentUntil = stock.CurrentUntil,
            NextDue = stock.NextDue,
            SourceOrder = stock.SourceOrder,
            LastPullAt = stock.LastPullAt,
            LastOutcome = stock.LastOutcome,
            LastReason = stock.LastReason,
            NeedsFullPull = stock.NeedsFullPull,
        };
        Retire(stock, heir.Symbol, former, from.AddDays(-1));
        await db.SaveChangesAsync(cancellationToken);
        db.Stocks.Add(heir);
        await db.SaveChangesAsync(cancellationToken);
        await MoveAsync(db, stock.Id, heir.Id, from, cancellationToken);
        await db.Documents.Pulls().Open().Where(d => d.StockId == stock.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.StockId, heir.Id), cancellationToken);
        await db.Followers.Where(f => f.StockId == stock.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.StockId, heir.Id), cancellationToken);
        await db.LastQuotes.Where(q => q.StockId == stock.Id).ExecuteDeleteAsync(cancellationToken);
        await CloseDoubtsAsync(db, [stock.Id, heir.Id], at, cancellationToken);
        (stock.NeedsReplay, heir.NeedsReplay) = (true, true);
        await ListingRestatement.ApplyAsync(db, stock, cancellationToken);
        await ListingRestatement.ApplyAsync(db, heir, cancellationToken);
        return heir;
    }

    /// <summary>Adds a retired stock for the listing that had the ticker of <paramref name="later"/> before.</summary>
    /// <returns>Null if the ticker is too long for its symbol.</returns>
    public static async Task<Stock?> AddEarlierAsync(CreamPieDbContext db, Stock later, DateOnly until, CancellationToken cancellationToken)
    {
        if (await FormerAsync(db, Symbol.Parse(later.Ticker), cancellationToken) is not { } former)
            return null;
        var earlier = new Stock { Symbol = former.Value };
        Retire(earlier, later.Ticker, former, until);
        db.Stocks.Add(earlier);
        await db.SaveChangesAsync(cancellationToken);
        return earlier;
    }

    /// <summary>Joins a retired listing into the one that followed it; the retired stock ends.</summary>
    public static async Task JoinAsync(CreamPieDbContext db, Stock earlier, Stock later, CancellationToken cancellationToken)
    {
        await DropCommonDaysAsync(db, earlier.Id, later.Id, cancellationToken);
        await MoveAsync(db, earlier.Id, later.Id, DateOnly.MinValue, cancellationToken);
        await db.Documents.Where(d => d.StockId == earlier.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.StockId, later.Id), cancellationToken);
        await db.Findings.Where(f => f.StockId == earlier.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.StockId, later.Id), cancellationToken);
        await db.LastQuotes.Where(q => q.StockId == earlier.Id).ExecuteDeleteAsync(cancellationToken);
        await db.LedgerSummaries.Where(s => s.StockId == earlier.Id).ExecuteDeleteAsync(cancellationToken);
        db.Stocks.Remove(earlier);
        (later.IsOneListing, later.NeedsReplay) = (true, true);
        await ListingRestatement.ApplyAsync(db, later, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Of days that both have, the later listing's bars stay until all documents are judged together. Their documents have the others.
    /// </summary>
    private static async Task DropCommonDaysAsync(CreamPieDbContext db, int earlier, int later, CancellationToken cancellationToken)
    {
        var common = db.DailyBars.Where(b => b.StockId == earlier
            && db.DailyBars.Any(o => o.StockId == later && o.Source == b.Source && o.Date == b.Date));
        var dropped = await common.AsNoTracking().ToListAsync(cancellationToken);
        await common.ExecuteDeleteAsync(cancellationToken);
        db.BarRevisions.AddRange(dropped.Select(b => BarRevision.Of(b, b.KnownSince.AddMilliseconds(1))));
        await db.SaveChangesAsync(cancellationToken);
        await db.BarRevisions
            .Where(r => r.StockId == earlier && db.BarRevisions.Any(
                o => o.StockId == later && o.Source == r.Source && o.Date == r.Date && o.KnownFrom == r.KnownFrom))
            .ExecuteDeleteAsync(cancellationToken);
        await db.AdjustmentRevisions
            .Where(r => r.StockId == earlier && db.AdjustmentRevisions.Any(
                o => o.StockId == later && o.Source == r.Source && o.BeforeDate == r.BeforeDate && o.KnownFrom == r.KnownFrom))
            .ExecuteDeleteAsync(cancellationToken);
        await db.CorporateActions
            .Where(a => a.StockId == earlier && db.CorporateActions.Any(
                o => o.StockId == later && o.ExDate == a.ExDate && o.Kind == a.Kind
                    && (o.KnownFrom == a.KnownFrom || (o.KnownTo == null && a.KnownTo == null))))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static void Retire(Stock stock, string ticker, Symbol former, DateOnly until)
    {
        (stock.Symbol, stock.FormerSymbol, stock.ListedUntil) = (former.Value, ticker, until);
        (stock.Status, stock.NextDue, stock.NeedsFullPull) = (StockStatus.Retired, null, false);
    }

    /// <summary>The first free symbol of a retired listing.</summary>
    private static async Task<Symbol?> FormerAsync(CreamPieDbContext db, Symbol ticker, CancellationToken cancellationToken)
    {
        for (var number = 1; ticker.Former(number) is { } former; number++)
        {
            if (!await db.Stocks.AnyAsync(s => s.Symbol == former.Value, cancellationToken))
                return former;
        }
        return null;
    }

    /// <summary>Moves the documents whose days are all from <paramref name="first"/> on, and what was loaded from them.</summary>
    private static async Task MoveAsync(CreamPieDbContext db, int from, int to, DateOnly first, CancellationToken cancellationToken)
    {
        var moved = db.LoadLedger.Where(e => e.StockId == from && e.FirstDay >= first).Select(e => e.DocumentId);
        var documents = await moved.Distinct().ToListAsync(cancellationToken);
        if (documents.Count == 0)
            return;
        await db.DailyBars.Where(b => b.StockId == from && b.Date >= first)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.StockId, to), cancellationToken);
        await db.BarRevisions.Where(r => r.StockId == from && r.Date >= first)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.StockId, to), cancellationToken);
        await db.AdjustmentRevisions.Where(r => r.StockId == from && documents.Contains(r.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.StockId, to), cancellationToken);
        await db.CorporateActions.Where(a => a.StockId == from && documents.Contains(a.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.StockId, to), cancellationToken);
        await db.ListedActions.Where(a => a.StockId == from && documents.Contains(a.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.StockId, to), cancellationToken);
        await db.LoadEvidence.Where(e => e.StockId == from && documents.Contains(e.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.StockId, to), cancellationToken);
        await db.Findings.Where(f => f.StockId == from && documents.Contains(f.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.StockId, to), cancellationToken);
        await db.Documents.Where(d => d.StockId == from && documents.Contains(d.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.StockId, to), cancellationToken);
        await db.LoadLedger.Where(e => e.StockId == from && documents.Contains(e.DocumentId))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.StockId, to), cancellationToken);
    }

    private static Task CloseDoubtsAsync(CreamPieDbContext db, int[] stocks, DateTime at, CancellationToken cancellationToken) =>
        db.Findings
            .Where(f => stocks.Contains(f.StockId) && f.Kind == FindingKind.ListingDoubt && f.ClosedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(f => f.ClosedAt, at).SetProperty(f => f.ClosedBy, nameof(FindingKind.NewListing)),
                cancellationToken);
}
