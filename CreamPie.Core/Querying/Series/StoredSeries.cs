using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series.Reading;
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

    /// <summary>What a read needs of the ledger: as the last load left it, or from the ledger itself where it left none.</summary>
    public static async Task<LedgerSummary> SummaryAsync(CreamPieDbContext db, Stock stock, CancellationToken cancellationToken)
    {
        var kept = await db.LedgerSummaries.AsNoTracking()
            .SingleOrDefaultAsync(s => s.StockId == stock.Id && s.Version == stock.Version, cancellationToken);
        if (kept is not null && SummaryBytes.Read(kept.Content) is { } summary)
            return summary;
        var ledger = await LedgerAsync(db, stock, cancellationToken);
        return LedgerSummary.Of(ledger, ledger.Select(e => e.DocumentId));
    }

    /// <summary>The served source's bars, oldest first; days that it lacks from the other sources, in rank order.</summary>
    /// <param name="db">Any context; nothing is tracked.</param>
    /// <param name="stock">Whose bars.</param>
    /// <param name="ledger">Of the stock.</param>
    /// <param name="only">This source only; null for all.</param>
    /// <param name="range">Days, inclusive.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<List<StoredBar>> BarsAsync(
        CreamPieDbContext db, Stock stock, LedgerSummary ledger, SourceName? only, DateRange range, CancellationToken cancellationToken)
    {
        var sql = new SeriesSql(SeriesSql.Of([stock.Id]), only, db.Database.IsSqlite());
        var bars = new StoredBars(0);
        await using (var rows = await Rows.ReadAsync(db, sql.Bars(range), [], cancellationToken))
        {
            while (await rows.NextAsync(cancellationToken))
                bars.Add(rows);
        }
        return bars.Served(stock, ledger, only);
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
        CreamPieDbContext db, Stock stock, LedgerSummary ledger, CancellationToken cancellationToken) =>
        HistoryOf(
            stock,
            await db.CorporateActions.AsNoTracking()
                .Where(a => a.StockId == stock.Id && (a.KnownTo == null || a.PricedThrough != null))
                .OrderBy(a => a.ExDate)
                .ToListAsync(cancellationToken),
            ledger);

    /// <summary>The same from rows that were read.</summary>
    public static ActionHistory HistoryOf(Stock stock, List<CorporateActionRow> actions, LedgerSummary ledger) => new(
        actions.FindAll(a => a.KnownTo == null).ConvertAll(a => new StoredAction(
            a.ToAction(), ledger.Bases.GetValueOrDefault(a.DocumentId, DateOnly.FromDateTime(a.CapturedAt)))),
        ledger.Listed,
        ledger.Through,
        stock.Currency,
        actions.Where(a => a.KnownTo != null).Select(a => new UndoneSplit(a.ExDate, a.PricedThrough!.Value, a.ToAction().Ratio)));
}

/// <summary>How far the served series of a stock reaches.</summary>
/// <param name="Days">Days with a bar, counted once, however many sources have them.</param>
/// <param name="First">The oldest day.</param>
/// <param name="Last">The newest day.</param>
internal sealed record Extent(int Days, DateOnly First, DateOnly Last);
