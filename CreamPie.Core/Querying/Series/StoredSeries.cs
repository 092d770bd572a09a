using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Reads the stored data of one stock by key range, at a cost independent of the size of the table.</summary>
internal static class StoredSeries
{
    public static readonly SourceName[] AllSources = Enum.GetValues<SourceName>();
    private static readonly SourceName[] ProvedSources = [.. AllSources.Where(s => s != SourceName.Unproved)];

    /// <summary>
    /// The sources of a stock's served series. Prices of unproved basis fill no gap of proved ones: a series has one basis.
    /// </summary>
    public static SourceName[] ServedSources(Stock stock) =>
        stock.ServedSource == SourceName.Unproved ? [SourceName.Unproved] : ProvedSources;

    /// <param name="stock">Whose series.</param>
    /// <param name="only">This source only; null for the served series.</param>
    public static SourceName[] SourcesOf(Stock stock, SourceName? only) => only is { } one ? [one] : ServedSources(stock);

    /// <summary>The ledger of the stock's documents, one entry each: that of the newest parser version.</summary>
    public static async Task<List<LoadLedgerEntry>> LedgerAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken) =>
        [.. (await db.LoadLedger.AsNoTracking()
                .Where(e => e.StockId == stock.Id)
                .ToListAsync(cancellationToken))
            .Newest()];

    /// <summary>The served source's bars, oldest first; days that it lacks from the other sources, in rank order.</summary>
    /// <param name="db">Any context; nothing is tracked.</param>
    /// <param name="stock">Whose bars.</param>
    /// <param name="ledger">The stock's whole ledger.</param>
    /// <param name="only">This source only; null for all.</param>
    /// <param name="range">Days, inclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<List<StoredBar>> BarsAsync(
        CreamPieDbContext db, Stock stock, IReadOnlyList<LoadLedgerEntry> ledger, SourceName? only, DateRange range,
        CancellationToken cancellationToken)
    {
        var winners = ledger.GroupBy(e => e.Source).ToDictionary(s => s.Key, s => new DayWinners(s));
        // Naming the sources makes each one a range of the primary key.
        var sources = SourcesOf(stock, only);
        var rows = await db.DailyBars.AsNoTracking()
            .Where(b => b.StockId == stock.Id && sources.Contains(b.Source) && b.Date >= range.First && b.Date <= range.Last)
            .OrderBy(b => b.Source).ThenBy(b => b.Date)
            .Select(b => new
            {
                b.Source,
                Bar = new StoredBar(new DailyBar(b.Date, b.Open, b.High, b.Low, b.Close, b.AdjClose, b.Volume, b.Final), b.BasisDate),
            })
            .ToListAsync(cancellationToken);
        if (rows.Count == 0 || rows[0].Source == rows[^1].Source)
            return rows.ConvertAll(r => OnItsBasis(r.Source, r.Bar));
        return [.. rows
            .GroupBy(r => r.Bar.Bar.Date)
            .OrderBy(day => day.Key)
            .Select(day => day.MinBy(r => Rank(r.Source, r.Bar.Bar.Final, stock))!)
            .Select(r => OnItsBasis(r.Source, r.Bar))];

        StoredBar OnItsBasis(SourceName source, StoredBar bar) =>
            winners.GetValueOrDefault(source)?.Of(bar.Bar.Date) is not { } winner ? bar
                : bar with
                {
                    BasisDate = winner.BasisDate,
                    ForgetsCash = winner.ForgetsCash,
                    CashBasisDate = winner.CashBasisDate,
                    LackedCash = winner.LackedCash,
                };
    }

    /// <summary>True if later adjusted closes may be impossible, which casts doubt on all before them.</summary>
    public static Task<bool> MayBeImpossibleAfterAsync(
        CreamPieDbContext db, Stock stock, SourceName? only, DateOnly last, CancellationToken cancellationToken)
    {
        if (last == DateOnly.MaxValue)
            return Task.FromResult(false);
        var sources = SourcesOf(stock, only);
        return db.DailyBars.AnyAsync(
            b => b.StockId == stock.Id && sources.Contains(b.Source) && b.Date > last && (b.AdjClose <= 0 || b.AdjClose > b.Close),
            cancellationToken);
    }

    /// <summary>Number of served days, with the first and the last: one range scan of the key for a page of stocks.</summary>
    public static async Task<Dictionary<int, Extent>> ExtentsAsync(CreamPieDbContext db, int[] stocks, CancellationToken cancellationToken)
    {
        var series = await db.DailyBars
            .Where(b => stocks.Contains(b.StockId)
                && (b.Source != SourceName.Unproved || db.Stocks.Any(s => s.Id == b.StockId && s.ServedSource == SourceName.Unproved)))
            .GroupBy(b => new { b.StockId, b.Source })
            .Select(g => new { g.Key.StockId, Days = g.Count(), First = g.Min(b => b.Date), Last = g.Max(b => b.Date) })
            .ToListAsync(cancellationToken);
        var extents = series.GroupBy(s => s.StockId).ToDictionary(
            s => s.Key, s => new Extent(s.Sum(one => one.Days), s.Min(one => one.First), s.Max(one => one.Last)));

        // Only where several sources have bars must the days be counted one by one.
        int[] several = [.. series.GroupBy(s => s.StockId).Where(s => s.Count() > 1).Select(s => s.Key)];
        if (several.Length == 0)
            return extents;
        var counts = await db.DailyBars
            .Where(b => several.Contains(b.StockId) && b.Source != SourceName.Unproved)
            .GroupBy(b => b.StockId)
            .Select(g => new { StockId = g.Key, Days = g.Select(b => b.Date).Distinct().Count() })
            .ToListAsync(cancellationToken);
        foreach (var stock in counts)
            extents[stock.StockId] = extents[stock.StockId] with { Days = stock.Days };
        return extents;
    }

    /// <summary>Of two sources that have a day, the lower rank is served: final before provisional, then the better source.</summary>
    public static (bool Provisional, int Source) Rank(SourceName source, bool final, Stock stock) =>
        (!final, source == stock.ServedSource ? 0 : (int)source);

    /// <summary>The current actions, each with the split basis of its document, and the days whose actions some document lists.</summary>
    public static async Task<ActionHistory> ActionsAsync(
        CreamPieDbContext db, Stock stock, IReadOnlyList<LoadLedgerEntry> ledger, CancellationToken cancellationToken)
    {
        var basis = ledger.ToDictionary(e => e.DocumentId, e => e.BasisDate);
        var actions = await db.CorporateActions.AsNoTracking()
            .Where(a => a.StockId == stock.Id && (a.KnownTo == null || a.PricedThrough != null))
            .OrderBy(a => a.ExDate)
            .ToListAsync(cancellationToken);
        return new ActionHistory(
            actions.FindAll(a => a.KnownTo == null).ConvertAll(a => new StoredAction(
                a.ToAction(), basis.GetValueOrDefault(a.DocumentId, DateOnly.FromDateTime(a.CapturedAt)))),
            ledger.Where(e => e.ListsActions).Select(e => new DateRange(e.FirstDay, Reach(e))),
            ledger.Count == 0 ? DateOnly.MinValue : ledger.Max(Reach),
            stock.Currency,
            actions.Where(a => a.KnownTo != null).Select(a => new UndoneSplit(a.ExDate, a.PricedThrough!.Value, a.ToAction().Ratio)));
    }

    /// <summary>A document whose source was late to apply a split has days after its basis.</summary>
    private static DateOnly Reach(LoadLedgerEntry entry) => entry.LastDay > entry.BasisDate ? entry.LastDay : entry.BasisDate;
}

/// <summary>How far the served series of a stock reaches.</summary>
/// <param name="Days">Days with a bar, counted once, however many sources have them.</param>
/// <param name="First">The oldest day.</param>
/// <param name="Last">The newest day.</param>
internal sealed record Extent(int Days, DateOnly First, DateOnly Last);
