using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Querying.Series.Reading;

/// <summary>The days that must be read for a request.</summary>
internal static class SeriesRange
{
    /// <summary>Whole periods of every interval that may be served.</summary>
    public static DateRange Of(SeriesRequest request, TradingCalendar calendar)
    {
        var coarsest = request.Interval ?? Interval.Yearly;
        var first = coarsest.Around(request.From ?? DateOnly.MinValue, calendar).First;
        var last = coarsest.Around(request.To ?? DateOnly.MaxValue, calendar).Last;
        // A week may begin in the year before or end in the year after.
        return request.Interval is null
            ? new(calendar.WeekOf(first).First, calendar.WeekOf(last).Last)
            : new(first, last);
    }

    /// <summary>The same on whichever day the weeks of the exchange begin.</summary>
    public static DateRange OnAnyCalendar(SeriesRequest request)
    {
        const int LongestPart = 6;
        var range = Of(request, TradingCalendar.For(null, null));
        return request.Interval is not (null or Interval.Weekly) ? range : new(
            range.First.DayNumber > LongestPart ? range.First.AddDays(-LongestPart) : DateOnly.MinValue,
            range.Last.DayNumber < DateOnly.MaxValue.DayNumber - LongestPart ? range.Last.AddDays(LongestPart) : DateOnly.MaxValue);
    }
}
