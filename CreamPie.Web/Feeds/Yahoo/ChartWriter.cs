using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;

namespace CreamPie.Web.Feeds.Yahoo;

/// <summary>Writes bars and events as a chart.</summary>
internal static class ChartWriter
{
    private static readonly TimeOnly Opening = new(9, 30);

    public static ChartAnswer Write(
        StockFacts stock, TradingCalendar calendar, IReadOnlyList<DailyBar> all, ChartRange range, IReadOnlyCollection<string> events,
        IReadOnlyList<ActionItem> actions, StoredPrice? price)
    {
        var first = FirstOf(all, range, calendar);
        var bars = all.Skip(first).TakeWhile(b => !(SecondsOf(b.Date, calendar) >= range.Before)).ToList();
        var result = new ChartResult(
            MetaOf(stock, calendar, range, bars.Count > 0 && first > 0 ? all[first - 1].Close : null, price, all),
            bars.Count == 0 ? null : bars.ConvertAll(b => SecondsOf(b.Date, calendar)),
            bars.Count == 0 ? null : EventsOf(events, actions, bars[0].Date, calendar, range),
            bars.Count == 0
                ? new([new(null, null, null, null, null)], [new(null)])
                : new(
                    [new(
                        bars.ConvertAll(b => b.Open), bars.ConvertAll(b => b.High), bars.ConvertAll(b => b.Low),
                        bars.ConvertAll(b => b.Close), bars.ConvertAll(b => b.Volume))],
                    [new(bars.ConvertAll(b => b.AdjClose))]));
        return new(new([result], null));
    }

    private static int FirstOf(IReadOnlyList<DailyBar> all, ChartRange range, TradingCalendar calendar)
    {
        if (range.Last is { } last)
            return Math.Max(0, all.Count - last);
        var first = 0;
        while (first < all.Count && (all[first].Date < range.From || SecondsOf(all[first].Date, calendar) < range.After))
            first++;
        return first;
    }

    private static ChartMeta MetaOf(
        StockFacts stock, TradingCalendar calendar, ChartRange range, double? closeBefore, StoredPrice? price, IReadOnlyList<DailyBar> all)
    {
        var day = price?.Day ?? stock.LastBar;
        DateTime? at = price?.At ?? (day is { } known ? calendar.CloseOf(known) : null);
        var offset = (long)calendar.Zone.GetUtcOffset(at ?? DateTime.UnixEpoch).TotalSeconds;
        var zone = ZoneOf(calendar);
        return new(
            stock.Currency ?? "", stock.Symbol, stock.Exchange ?? "", KindOf(stock.Symbol),
            stock.FirstBar is { } oldest ? SecondsOf(oldest, calendar) : null, SecondsOf(at), offset, zone, zone,
            price?.Price ?? (all.Count > 0 ? all[^1].Close : null), closeBefore ?? price?.PreviousClose, 2,
            day is { } session ? PeriodsOf(session, calendar, zone, offset) : null, range.Interval.Word(), range.Word, ChartRange.Words)
        {
            LongName = stock.Name,
        };
    }

    private static ChartPeriods PeriodsOf(DateOnly day, TradingCalendar calendar, string zone, long offset)
    {
        var (start, end) = (SecondsOf(day, calendar), SecondsOf(calendar.CloseOf(day))!.Value);
        return new(new(zone, start, start, offset), new(zone, start, end, offset), new(zone, end, end, offset));
    }

    public static string ZoneOf(TradingCalendar calendar) => calendar.Zone.Id == TimeZoneInfo.Utc.Id ? "UTC" : calendar.Zone.Id;

    /// <summary>Programs look for it, and no document of ours tells it: the symbol does.</summary>
    public static string KindOf(string symbol) => symbol switch
    {
        ['^', ..] => "INDEX",
        _ when symbol.EndsWith("=X", StringComparison.Ordinal) => "CURRENCY",
        _ when symbol.EndsWith("=F", StringComparison.Ordinal) => "FUTURE",
        _ when symbol.EndsWith("-USD", StringComparison.Ordinal) => "CRYPTOCURRENCY",
        _ => "EQUITY",
    };

    private static ChartEventLists? EventsOf(
        IReadOnlyCollection<string> wanted, IReadOnlyList<ActionItem> actions, DateOnly from, TradingCalendar calendar, ChartRange range)
    {
        var within = actions.Where(a => a.ExDate >= from && !(SecondsOf(a.ExDate, calendar) >= range.Before)).ToList();
        var dividends = Cash(ActionKind.Dividend, "div");
        var gains = Cash(ActionKind.CapitalGain, "capitalGain");
        var splits = wanted.Any(w => w.StartsWith("split", StringComparison.OrdinalIgnoreCase))
            ? Of(within.Where(a => a is { Kind: ActionKind.Split, Numerator: not null, Denominator: not null }), a => new ChartSplit(
                SecondsOf(a.ExDate, calendar), a.Numerator!.Value, a.Denominator!.Value,
                string.Create(CultureInfo.InvariantCulture, $"{a.Numerator}:{a.Denominator}")))
            : null;
        return dividends is null && gains is null && splits is null ? null : new(dividends, gains, splits);

        Dictionary<string, ChartCash>? Cash(ActionKind kind, string word) =>
            wanted.Any(w => w.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                ? Of(within.Where(a => a.Kind == kind && a.Amount is not null), a => new ChartCash(
                    a.Amount!.Value, SecondsOf(a.ExDate, calendar), a.Currency))
                : null;

        Dictionary<string, T>? Of<T>(IEnumerable<ActionItem> items, Func<ActionItem, T> write)
        {
            // Two payments of one day have one key: the later seconds are still of that day.
            var written = new Dictionary<string, T>();
            foreach (var item in items)
            {
                var seconds = SecondsOf(item.ExDate, calendar);
                while (!written.TryAdd(seconds.ToString(CultureInfo.InvariantCulture), write(item)))
                    seconds++;
            }
            return written.Count == 0 ? null : written;
        }
    }

    /// <summary>The beginning of a session: in New York its opening, elsewhere that of the day.</summary>
    public static long SecondsOf(DateOnly day, TradingCalendar calendar)
    {
        var local = day.ToDateTime(calendar.Zone.Id == "America/New_York" ? Opening : TimeOnly.MinValue);
        if (calendar.Zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return SecondsOf(TimeZoneInfo.ConvertTimeToUtc(local, calendar.Zone))!.Value;
    }

    /// <summary>UTC seconds; null for none.</summary>
    public static long? SecondsOf(DateTime? utc) =>
        utc is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).ToUnixTimeSeconds() : null;
}
