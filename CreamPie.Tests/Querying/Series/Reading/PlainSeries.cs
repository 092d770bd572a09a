using CreamPie.Core.Analysis;
using CreamPie.Core.Loading.Merge;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Tables.Series;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Querying.Series.Reading;

/// <summary>
/// What a series is, written to be read and not to be fast: the whole history by EF, the winner of each day asked of the whole ledger,
/// adjusted, and only then cut to the request.
/// </summary>
internal sealed class PlainSeries(
    Stock stock, IReadOnlyList<LoadLedgerEntry> ledger, IReadOnlyList<DailyBarRow> rows, IReadOnlyList<CorporateActionRow> actions)
{
    public static async Task<PlainSeries> OfAsync(CreamPieDbContext db, Stock stock)
    {
        var ledger = await db.LoadLedger.AsNoTracking().Where(e => e.StockId == stock.Id).ToListAsync();
        var rows = await db.DailyBars.AsNoTracking().Where(b => b.StockId == stock.Id).ToListAsync();
        var actions = await db.CorporateActions.AsNoTracking().Where(a => a.StockId == stock.Id).OrderBy(a => a.ExDate).ToListAsync();
        return new(stock, [.. ledger.Newest()], rows, actions);
    }

    /// <returns>Null if the prices must be refused.</returns>
    public IReadOnlyList<BarRow>? Rows(SeriesRequest request, DateOnly today)
    {
        SourceName[] sources = request.Source is { } only ? [only] : StoredSeries.ServedSources(stock);
        var stored = rows.Where(b => sources.Contains(b.Source))
            .GroupBy(b => b.Date).OrderBy(d => d.Key)
            .Select(d => Stored(d.MinBy(b => (!b.Final, b.Source == stock.ServedSource ? 0 : (int)b.Source))!))
            .ToList();
        var calendar = TradingCalendar.For(stock.Exchange, stock.TimeZone);
        var interval = request.Interval!.Value;
        var (from, to) = (request.From ?? DateOnly.MinValue, request.To ?? DateOnly.MaxValue);
        var (first, last) = (interval.Around(from, calendar).First, interval.Around(to, calendar).Last);
        var read = stored.FindAll(b => b.Bar.Date >= first && b.Bar.Date <= last);
        var history = History();
        var adjusted = Adjustment.Apply(
            stored, history,
            request.Adjust == PriceAdjustment.None && interval != Interval.Daily ? PriceAdjustment.Splits : request.Adjust);
        if (request.Adjust == PriceAdjustment.None && read.Exists(b => !history.KnowsSplitsOf(b)))
            return null;
        if (request.Adjust == PriceAdjustment.All && read.Exists(b => adjusted.Single(a => a.Bar.Date == b.Bar.Date).Bar.AdjClose is null))
            return null;
        List<DailyBar> days = [.. adjusted.Select(a => a.Bar).Where(b => b.Date >= from && b.Date <= to)];
        var covered = new CoveredDays(
            ledger.Where(e => sources.Contains(e.Source)).Select(e => new DateRange(e.FirstDay, e.LastDay)), calendar);
        return [.. Resampling.Resample(days, interval, covered, today).Select(p => Row(p, stored, history, request.Adjust, interval))];
    }

    private StoredBar Stored(DailyBarRow row)
    {
        var bar = new DailyBar(row.Date, row.Open, row.High, row.Low, row.Close, row.AdjClose, row.Volume, row.Final);
        var winner = new DayWinners(ledger.Where(e => e.Source == row.Source)).Of(row.Date);
        return winner is null ? new(bar, row.BasisDate) : new(bar, winner.BasisDate)
        {
            ForgetsCash = winner.ForgetsCash,
            CashBasisDate = winner.CashBasisDate,
            LackedCash = winner.LackedCash,
        };
    }

    private ActionHistory History()
    {
        var basis = ledger.ToDictionary(e => e.DocumentId, e => e.BasisDate);
        return new(
            [.. actions.Where(a => a.KnownTo == null).Select(a => new StoredAction(
                a.ToAction(), basis.GetValueOrDefault(a.DocumentId, DateOnly.FromDateTime(a.CapturedAt))))],
            ledger.Where(e => e.ListsActions).Select(e => new DateRange(e.FirstDay, Reach(e))),
            ledger.Max(Reach),
            stock.Currency,
            actions.Where(a => a.KnownTo != null && a.PricedThrough != null)
                .Select(a => new UndoneSplit(a.ExDate, a.PricedThrough!.Value, a.ToAction().Ratio)));
    }

    private static DateOnly Reach(LoadLedgerEntry entry) => entry.LastDay > entry.BasisDate ? entry.LastDay : entry.BasisDate;

    private static BarRow Row(
        PeriodBar period, List<StoredBar> stored, ActionHistory history, PriceAdjustment adjust, Interval interval)
    {
        var (first, last) = (period.Bar.Date, period.LastSession);
        var dayBefore = first.AddDays(-1);
        var after = stored.FindLast(b => b.Bar.Date < first) is { Bar.Close: not 0 } before ? before.Bar.Date : dayBefore;
        var own = history.Actions.Where(a => a.Action.ExDate > after && a.Action.ExDate <= last).ToList();
        var (cash, splits) = (own.FindAll(a => a.Action.Kind != ActionKind.Split), own.FindAll(a => a.Action.Kind == ActionKind.Split));
        var isKnown = history.Knows(dayBefore, last);
        var isDay = first == last;
        double? paid = isKnown || (isDay && cash.Count > 0) ? cash.Sum(a => Adjustment.CashToday(a, history)) : null;
        double? factor = isKnown || (isDay && splits.Count > 0) ? splits.Aggregate(1.0, (product, a) => product * a.Action.Ratio) : null;
        var bar = period.Bar;
        if (adjust == PriceAdjustment.None)
        {
            var pending = history.Splits.Pending(last, last);
            paid = paid is { } amount and not 0 ? Adjustment.CashAsTraded(amount, pending) : paid;
            bar = interval == Interval.Daily ? bar : Adjustment.AsTraded(bar, pending);
        }
        return new(bar.Date, bar.Open, bar.High, bar.Low, bar.Close, bar.AdjClose, bar.Volume, bar.Final, paid, factor);
    }
}
