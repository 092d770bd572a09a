using CreamPie.Core.Loading.Summaries;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>Reads what the series of a request are computed from: mostly one command, whatever the request.</summary>
/// <param name="db">Any context; nothing is tracked.</param>
/// <param name="request">Of each series.</param>
internal sealed class StockReader(CreamPieDbContext db, SeriesRequest request)
{
    private readonly DateRange _widest = SeriesRange.OnAnyCalendar(request);
    private bool _isFollowedUp;

    /// <summary>Null if there is no such stock.</summary>
    public async Task<StockRead?> ReadAsync(Symbol symbol, CancellationToken cancellationToken) =>
        (await ReadAsync(SeriesSql.OfSymbol, [symbol.Value], cancellationToken)).SingleOrDefault();

    /// <summary>In any order; a stock that is gone is left out.</summary>
    public Task<IReadOnlyList<StockRead>> ReadAsync(IEnumerable<int> stocks, CancellationToken cancellationToken) =>
        ReadAsync(SeriesSql.Of(stocks), [], cancellationToken);

    private async Task<IReadOnlyList<StockRead>> ReadAsync(
        string stocks, IReadOnlyList<object> parameters, CancellationToken cancellationToken)
    {
        if (await TryAsync(stocks, parameters, cancellationToken) is { } read)
            return read;
        // A load came in between.
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        return await TryAsync(stocks, parameters, cancellationToken)
            ?? throw new InvalidOperationException("A snapshot of the database changed while it was read.");
    }

    private async Task<IReadOnlyList<StockRead>?> TryAsync(
        string stocks, IReadOnlyList<object> parameters, CancellationToken cancellationToken)
    {
        var batch = new StockBatch(db, new SeriesSql(stocks, request.Source, db.Database.IsSqlite()), parameters);
        _isFollowedUp = false;
        if (await batch.ReadAsync(_widest, cancellationToken) is not { } all)
            return null;
        var read = new List<StockRead>();
        foreach (var rows in all)
            read.Add(await WholeAsync(rows, cancellationToken));
        return _isFollowedUp && !await batch.StandsAsync(cancellationToken) ? null : read;
    }

    private async Task<StockRead> WholeAsync(StockRows rows, CancellationToken cancellationToken)
    {
        var stock = rows.Stock;
        var ledger = rows.Ledger ?? await LedgerAsync(rows, cancellationToken);
        var history = StoredSeries.HistoryOf(stock, rows.Actions, ledger);
        var calendar = StockCalendar.Known(stock, request.Interval) ?? await CalendarAsync(stock, cancellationToken);
        var range = SeriesRange.Of(request, calendar);
        var served = StoredSeries.SourcesOf(stock, request.Source);
        var bars = rows.Bars.Served(stock, ledger, request.Source);
        var first = bars.FindIndex(b => b.Bar.Date >= range.First);
        if (first < 0)
            return new(stock, ledger, history, calendar, [], [], null);
        var before = request.From is null ? null : first > 0 ? bars[first - 1].Bar.Date : rows.LastBefore(served);
        bars.RemoveRange(0, first);
        var end = bars.FindLastIndex(b => b.Bar.Date <= range.Last) + 1;
        var mayBeImpossible = rows.MayBeImpossibleAfter(served) || bars.FindIndex(end, IsImpossible) >= 0;
        bars.RemoveRange(end, bars.Count - end);
        var needsLater = request.Adjust != PriceAdjustment.None && bars.Count > 0
            && (mayBeImpossible || Adjustment.NeedsBarsAfter(range.Last, bars, history));
        var later = needsLater ? await LaterAsync(stock, ledger, range.Last, cancellationToken) : [];
        return new(stock, ledger, history, calendar, bars, later, before);
    }

    private static bool IsImpossible(StoredBar bar) => bar.Bar.AdjClose <= 0 || bar.Bar.AdjClose > bar.Bar.Close;

    private Task<LedgerSummary> LedgerAsync(StockRows rows, CancellationToken cancellationToken)
    {
        _isFollowedUp = true;
        return StoredSeries.SummaryAsync(db, rows.Stock, cancellationToken);
    }

    private Task<TradingCalendar> CalendarAsync(Stock stock, CancellationToken cancellationToken)
    {
        _isFollowedUp = true;
        return StockCalendar.OfAsync(db, stock, request.Interval, cancellationToken);
    }

    private Task<List<StoredBar>> LaterAsync(Stock stock, LedgerSummary ledger, DateOnly last, CancellationToken cancellationToken)
    {
        _isFollowedUp = true;
        return StoredSeries.BarsAsync(db, stock, ledger, request.Source, new(last.AddDays(1), DateOnly.MaxValue), cancellationToken);
    }
}
