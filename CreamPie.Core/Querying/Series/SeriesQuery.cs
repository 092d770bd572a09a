using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Serves bars: adjusted, resampled, paged.</summary>
public sealed class SeriesQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>The requested bars, for a caller without an earlier answer; null if there is no such stock.</summary>
    public async Task<BarSeries?> BarsAsync(Caller caller, Symbol symbol, SeriesRequest request, CancellationToken cancellationToken) =>
        (await BarsAsync(caller, symbol, request, isKnown: _ => false, cancellationToken))?.Series;

    /// <summary>
    /// 1 read the stored bars, 2 adjust them, 3 resample, 4 cut to the dates, 5 take the page. Null if there is no such stock.
    /// </summary>
    /// <param name="caller">Needs the Analyst or Admin role.</param>
    /// <param name="symbol">Of the stock.</param>
    /// <param name="request">Checked by the caller.</param>
    /// <param name="isKnown">True if the caller already has the answer of a tag: then no bar is read.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<TaggedSeries?> BarsAsync(
        Caller caller, Symbol symbol, SeriesRequest request, Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        caller.RequireAnalyst();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        if (await StockLookup.FindAsync(db, symbol, cancellationToken) is not { } stock)
            return null;
        var tag = Tag(stock, request);
        return new(tag, isKnown(tag) ? null : await ReadAsync(db, stock, request, cancellationToken));
    }

    private string Tag(Stock stock, SeriesRequest request)
    {
        // Without bars the answer is the reason why, and that changes without a load.
        var tag = stock.FirstSession is null
            ? $"v{stock.Id}.{stock.Version}.{stock.Status}.{stock.LastReason}"
            : $"v{stock.Id}.{stock.Version}";
        // The tag of longer bars includes the day, because a period also ends by the calendar.
        return request.Interval == Interval.Daily ? tag : $"{tag}.{Today(stock).DayNumber}";
    }

    private async Task<BarSeries> ReadAsync(CreamPieDbContext db, Stock stock, SeriesRequest request, CancellationToken cancellationToken)
    {
        var ledger = await StoredSeries.LedgerAsync(db, stock, cancellationToken);
        var history = await StoredSeries.ActionsAsync(db, stock, ledger, cancellationToken);
        var coarsest = request.Interval ?? Interval.Yearly;
        var range = new DateRange(
            coarsest.Around(request.From ?? DateOnly.MinValue).First,
            coarsest.Around(request.To ?? DateOnly.MaxValue).Last);
        var stored = await StoredSeries.BarsAsync(db, stock, ledger, request.Source, range, cancellationToken);
        if (stored.Count == 0)
            return NoData(stock, request);
        var adjusted = await AdjustAsync(db, stock, ledger, request, range, stored, history, cancellationToken);
        if (Doubt(stock, request, stored, adjusted, history) is { } refusal)
            return refusal;
        return Answer(stock, request, adjusted, history);
    }

    private static async Task<IReadOnlyList<AdjustedBar>> AdjustAsync(
        CreamPieDbContext db, Stock stock, List<LoadLedgerEntry> ledger, SeriesRequest request, DateRange range, List<StoredBar> stored,
        ActionHistory history, CancellationToken cancellationToken)
    {
        if (request.Adjust == PriceAdjustment.None)
            return Adjustment.Apply(stored, history, request.Interval == Interval.Daily ? PriceAdjustment.None : PriceAdjustment.Splits);
        if (!Adjustment.NeedsBarsAfter(range.Last, stored, history))
            return Adjustment.Apply(stored, history, request.Adjust);
        var later = await StoredSeries.BarsAsync(
            db, stock, ledger, request.Source, new(range.Last.AddDays(1), DateOnly.MaxValue), cancellationToken);
        return [.. Adjustment.Apply([.. stored, .. later], history, request.Adjust).Take(stored.Count)];
    }

    private BarSeries Answer(Stock stock, SeriesRequest request, IReadOnlyList<AdjustedBar> adjusted, ActionHistory history)
    {
        var (interval, periods) = Resampled(request, [.. adjusted.Select(a => a.Bar)], Today(stock));
        if (request.Adjust == PriceAdjustment.None && request.Interval != Interval.Daily)
        {
            periods = [.. periods.Select(p => p with
            {
                Bar = Adjustment.AsTraded(p.Bar, history.Splits.Pending(p.LastSession, p.LastSession)),
            })];
        }
        var rest = periods.Where(p => request.After is not { } after || p.Bar.Date > after).Select(p => p.Bar).ToList();
        var page = request.Limit is { } limit && limit < rest.Count ? rest[..limit] : rest;
        return Head(stock, request) with
        {
            Interval = interval.Word(),
            Derived = request.Adjust != PriceAdjustment.None && adjusted.Any(a => a.Derived),
            Bars = page,
            Cursor = page.Count < rest.Count ? Cursor.Of(page[^1].Date) : null,
        };
    }

    private static (Interval, IReadOnlyList<PeriodBar>) Resampled(SeriesRequest request, IReadOnlyList<DailyBar> bars, DateOnly today)
    {
        for (var interval = request.Interval ?? Interval.Daily; ; interval++)
        {
            var periods = Resampling.Resample(bars, interval, today)
                .Where(p => !(p.Bar.Date < request.From) && !(p.Bar.Date > request.To))
                .ToList();
            if (request.Interval is not null || interval == Interval.Yearly || periods.Count <= request.Max)
                return (interval, periods);
        }
    }

    /// <summary>Prices on another basis than the requested one are worse than none.</summary>
    private static BarSeries? Doubt(
        Stock stock, SeriesRequest request, List<StoredBar> stored, IReadOnlyList<AdjustedBar> adjusted, ActionHistory history)
    {
        var (last, reason, what, events) = request.Adjust switch
        {
            PriceAdjustment.None => (stored.FindLastIndex(b => !history.KnowsSplitsOf(b)), "SplitsUnknown", "Unadjusted", "split"),
            PriceAdjustment.All => (LastWithout(adjusted), "DividendsUnknown", "Total-return", "dividend"),
            _ => (-1, "", "", ""),
        };
        if (last < 0)
            return null;
        var message = last + 1 < stored.Count
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{what} prices are available from {stored[last + 1].Bar.Date:d MMM yyyy}: the {events} history before is unknown.")
            : $"{what} prices aren't available: the {events} history is unknown.";
        return Head(stock, request) with { Reason = reason, Message = message };
    }

    private static int LastWithout(IReadOnlyList<AdjustedBar> bars)
    {
        var last = bars.Count - 1;
        while (last >= 0 && bars[last].Bar.AdjClose is not null)
            last--;
        return last;
    }

    private static BarSeries NoData(Stock stock, SeriesRequest request)
    {
        var head = Head(stock, request) with { Source = request.Source };
        if (stock.FirstSession is { } first)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"No data for these dates; the history of {stock.Symbol} starts on {first:d MMM yyyy}.");
            return head with { Message = message };
        }
        var reason = stock.LastReason?.ToString() ?? (stock.Status == StockStatus.Paused ? "Paused" : "Pending");
        return head with { Reason = reason, Message = $"No data for {stock.Symbol} yet; {stock.Symbol}/attempts lists the attempts." };
    }

    private static BarSeries Head(Stock stock, SeriesRequest request) => new(
        stock.Symbol, request.Source ?? stock.ServedSource, stock.Currency, stock.TimeZone,
        (request.Interval ?? Interval.Daily).Word(), request.Adjust, AsOf: null, stock.Version, Completeness: null, Derived: false,
        Reason: null, Message: null, Bars: [], Columns: null, Next: null, Cursor: null);

    private DateOnly Today(Stock stock) => TradingCalendar.For(stock.Exchange, stock.TimeZone).DayOf(time.Now());
}
