using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Core.Querying.Series;

/// <summary>Serves bars: adjusted, resampled, paged.</summary>
public sealed class SeriesQuery(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time)
{
    /// <summary>The same on all nodes of one build.</summary>
    internal static readonly string Build = typeof(SeriesQuery).Module.ModuleVersionId.ToString("N")[..8];

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
        var tag = TagOf(stock, request);
        return new(tag, isKnown(tag) ? null : await ReadAsync(db, stock, request, cancellationToken));
    }

    /// <summary>What the series of a request depends on.</summary>
    internal string TagOf(Stock stock, SeriesRequest request)
    {
        // Prices are adjusted when read: another build may answer otherwise from the same bars.
        var tag = $"v{Build}.{stock.Id}.{stock.Version}";
        // Without bars the answer is the reason why, and that changes without a load.
        if (stock.FirstSession is null)
            tag += $".{stock.Status}.{stock.LastReason}";
        // The tag of longer bars includes the day, because a period also ends by the calendar.
        return request.Interval == Interval.Daily ? tag : $"{tag}.{Today(stock).DayNumber}";
    }

    private async Task<BarSeries> ReadAsync(CreamPieDbContext db, Stock stock, SeriesRequest request, CancellationToken cancellationToken)
    {
        var ledger = await StoredSeries.LedgerAsync(db, stock, cancellationToken);
        var history = await StoredSeries.ActionsAsync(db, stock, ledger, cancellationToken);
        var calendar = await StockCalendar.OfAsync(db, stock, request.Interval, cancellationToken);
        var range = RangeOf(request, calendar);
        var stored = await StoredSeries.BarsAsync(db, stock, ledger, request.Source, range, cancellationToken);
        if (stored.Count == 0)
            return NoData(stock, request);
        var adjusted = await AdjustAsync(db, stock, ledger, request, range, stored, history, cancellationToken);
        if (Doubt(stock, request, stored, adjusted, history, calendar) is { } refusal)
            return refusal;
        var sources = StoredSeries.SourcesOf(stock, request.Source);
        var covered = ledger.Where(e => sources.Contains(e.Source));
        var before = await ActionsByBar.SessionBeforeAsync(db, stock, request, stored[0].Bar.Date, history, cancellationToken);
        var answer = Answer(
            stock, request, adjusted, before, history, new(covered.Select(e => new DateRange(e.FirstDay, e.LastDay)), calendar));
        return SourceOf(stock, request) == SourceName.Unproved ? UnprovedBasis.Told(answer) : answer;
    }

    /// <summary>Whole periods of every interval that may be served.</summary>
    private static DateRange RangeOf(SeriesRequest request, TradingCalendar calendar)
    {
        var coarsest = request.Interval ?? Interval.Yearly;
        var first = coarsest.Around(request.From ?? DateOnly.MinValue, calendar).First;
        var last = coarsest.Around(request.To ?? DateOnly.MaxValue, calendar).Last;
        // A week may begin in the year before or end in the year after.
        return request.Interval is null
            ? new(calendar.WeekOf(first).First, calendar.WeekOf(last).Last)
            : new(first, last);
    }

    private static async Task<IReadOnlyList<AdjustedBar>> AdjustAsync(
        CreamPieDbContext db, Stock stock, List<LoadLedgerEntry> ledger, SeriesRequest request, DateRange range, List<StoredBar> stored,
        ActionHistory history, CancellationToken cancellationToken)
    {
        if (request.Adjust == PriceAdjustment.None)
            return Adjustment.Apply(stored, history, request.Interval == Interval.Daily ? PriceAdjustment.None : PriceAdjustment.Splits);
        if (!Adjustment.NeedsBarsAfter(range.Last, stored, history)
            && !await StoredSeries.MayBeImpossibleAfterAsync(db, stock, request.Source, range.Last, cancellationToken))
            return Adjustment.Apply(stored, history, request.Adjust);
        var later = await StoredSeries.BarsAsync(
            db, stock, ledger, request.Source, new(range.Last.AddDays(1), DateOnly.MaxValue), cancellationToken);
        return [.. Adjustment.Apply([.. stored, .. later], history, request.Adjust).Take(stored.Count)];
    }

    private BarSeries Answer(
        Stock stock, SeriesRequest request, IReadOnlyList<AdjustedBar> adjusted, DateOnly? before, ActionHistory history,
        CoveredDays covered)
    {
        var (interval, periods, cut) = Resampled(request, [.. adjusted.Select(a => a.Bar)], covered, Today(stock));
        var actions = ActionsByBar.Of(periods, SessionBefore(periods, adjusted) ?? before, history, request.Adjust);
        if (request.Adjust == PriceAdjustment.None && request.Interval != Interval.Daily)
        {
            periods = [.. periods.Select(p => p with
            {
                Bar = Adjustment.AsTraded(p.Bar, history.Splits.Pending(p.LastSession, p.LastSession)),
            })];
        }
        var start = request.After is { } after ? periods.Count(p => p.Bar.Date <= after) : 0;
        var end = request.Limit is { } limit && limit < periods.Count - start ? start + limit : periods.Count;
        List<DailyBar> page = [.. periods.Take(start..end).Select(p => p.Bar)];
        return Head(stock, request) with
        {
            Interval = interval.Word(),
            Derived = request.Adjust != PriceAdjustment.None && adjusted.Any(a => a.Derived),
            Bars = page,
            Actions = [.. actions.Take(start..end)],
            Partial = cut.On(page, periods),
            Cursor = end < periods.Count ? Cursor.Of(periods[end - 1].Bar.Date) : null,
        };
    }

    /// <summary>Of the first period; null if what was read begins with it.</summary>
    private static DateOnly? SessionBefore(IReadOnlyList<PeriodBar> periods, IReadOnlyList<AdjustedBar> read) =>
        periods.Count == 0 ? null
        : read.TakeWhile(b => b.Bar.Date < periods[0].Bar.Date).Select(b => (DateOnly?)b.Bar.Date).LastOrDefault();

    /// <summary>Of the requested days only: a period that has bars beyond them is cut, and the answer says so.</summary>
    private static (Interval, IReadOnlyList<PeriodBar>, CutPeriods) Resampled(
        SeriesRequest request, IReadOnlyList<DailyBar> bars, CoveredDays covered, DateOnly today)
    {
        List<DailyBar> days = [.. bars.Where(b => !(b.Date < request.From) && !(b.Date > request.To))];
        for (var interval = request.Interval ?? Interval.Daily; ; interval++)
        {
            var periods = Resampling.Resample(days, interval, covered, today);
            if (request.Interval is not null || interval == Interval.Yearly || periods.Count <= request.Max)
                return (interval, periods, CutPeriods.Of(bars, days, interval, covered.Calendar));
        }
    }

    /// <summary>Prices on another basis than the requested one are worse than none.</summary>
    private static BarSeries? Doubt(
        Stock stock, SeriesRequest request, List<StoredBar> stored, IReadOnlyList<AdjustedBar> adjusted, ActionHistory history,
        TradingCalendar calendar)
    {
        if (SourceOf(stock, request) == SourceName.Unproved && request.Adjust != PriceAdjustment.Splits)
            return UnprovedBasis.Refused(Head(stock, request));
        var (last, reason, what, why) = request.Adjust switch
        {
            PriceAdjustment.None => (
                stored.FindLastIndex(b => !history.KnowsSplitsOf(b)), "SplitsUnknown", "Unadjusted", "the split history{0} is unknown"),
            PriceAdjustment.All => TotalReturnDoubt(adjusted),
            _ => (-1, "", "", ""),
        };
        if (last < 0)
            return null;
        var message = last + 1 < stored.Count
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{what} prices are available from {stored[last + 1].Bar.Date:d MMM yyyy}: {Because(" before")}.")
            : $"{what} prices aren't available: {Because("")}.";
        return Head(stock, request) with
        {
            Reason = reason,
            Message = message,
            AvailableFrom = last + 1 < stored.Count ? FirstWhole(request.Interval ?? Interval.Daily, stored, last + 1, calendar) : null,
        };

        string Because(string before) => string.Format(CultureInfo.InvariantCulture, why, before);
    }

    /// <summary>The first day of a period none of whose bars is before <paramref name="first"/>.</summary>
    private static DateOnly FirstWhole(Interval interval, List<StoredBar> stored, int first, TradingCalendar calendar)
    {
        var period = interval.Around(stored[first].Bar.Date, calendar);
        return period.Contains(stored[first - 1].Bar.Date) && period.Last < DateOnly.MaxValue
            ? period.Last.AddDays(1)
            : stored[first].Bar.Date;
    }

    private static (int Last, string Reason, string What, string Why) TotalReturnDoubt(IReadOnlyList<AdjustedBar> bars)
    {
        var last = bars.Count - 1;
        while (last >= 0 && bars[last].Bar.AdjClose is not null)
            last--;
        if (last < 0)
            return (-1, "", "", "");
        var gap = bars[last].Gap ?? TotalReturnGap.DividendsUnknown;
        return (last, gap.ToString(), "Total-return", gap switch
        {
            TotalReturnGap.AdjCloseImpossible => "the source's adjusted closes{0} cannot be right",
            TotalReturnGap.DividendCurrency => "a dividend{0} is in another currency than the prices, and its rate is unknown",
            TotalReturnGap.DividendImpossible => "a dividend{0} is as high as the price and cannot be right",
            _ => "the dividend history{0} is unknown",
        });
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

    private static SourceName? SourceOf(Stock stock, SeriesRequest request) => request.Source ?? stock.ServedSource;

    private static BarSeries Head(Stock stock, SeriesRequest request) => new(
        stock.Symbol, SourceOf(stock, request), stock.Currency, stock.TimeZone,
        (request.Interval ?? Interval.Daily).Word(), request.Adjust, AsOf: null, stock.Version, Completeness: null, Derived: false,
        Reason: null, Message: null, Bars: [], Columns: null, Next: null, Cursor: null);

    private DateOnly Today(Stock stock) => TradingCalendar.For(stock.Exchange, stock.TimeZone).DayOf(time.Now());
}
