using System.Text.Json.Serialization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Querying.Series;

/// <summary>Which bars of an answer lack days of their period, because the requested dates cut it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PartialPeriods>))]
public enum PartialPeriods
{
    /// <summary>The first bar: its period begins before the first requested date.</summary>
    First,

    /// <summary>The last bar: its period goes on after the last requested date.</summary>
    Last,

    /// <summary>The first and the last bar, or the only one at both ends.</summary>
    Both,
}

/// <summary>Whether there are bars beyond the requested dates in the first and in the last period.</summary>
internal readonly record struct CutPeriods(bool First, bool Last)
{
    /// <param name="bars">Daily, of whole periods.</param>
    /// <param name="days">Those of the requested dates.</param>
    /// <param name="interval">Of the answer.</param>
    /// <param name="calendar">The exchange's.</param>
    public static CutPeriods Of(
        IReadOnlyList<DailyBar> bars, IReadOnlyList<DailyBar> days, Interval interval, TradingCalendar calendar)
    {
        if (days.Count == 0 || interval == Interval.Daily)
            return default;
        var (first, last) = (interval.Around(days[0].Date, calendar), interval.Around(days[^1].Date, calendar));
        return new(
            bars.Any(b => b.Date < days[0].Date && first.Contains(b.Date)), bars.Any(b => b.Date > days[^1].Date && last.Contains(b.Date)));
    }

    /// <summary>Of one page of the bars; null if none of its bars is cut.</summary>
    public PartialPeriods? On(IReadOnlyList<DailyBar> page, IReadOnlyList<DailyBar> all)
    {
        var isFirst = First && page.Count > 0 && page[0].Date == all[0].Date;
        var isLast = Last && page.Count > 0 && page[^1].Date == all[^1].Date;
        return (isFirst, isLast) switch
        {
            (true, true) => PartialPeriods.Both,
            (true, false) => PartialPeriods.First,
            (false, true) => PartialPeriods.Last,
            _ => null,
        };
    }
}
