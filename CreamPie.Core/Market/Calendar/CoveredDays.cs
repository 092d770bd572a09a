namespace CreamPie.Core.Market.Calendar;

/// <summary>
/// The days that documents cover, from the first to the last row of each. A period whose last sessions no document covers
/// is not complete, however long ago it was.
/// </summary>
public sealed class CoveredDays
{
    /// <summary>Most calendars know no holidays, so that two documents may adjoin though some weekdays lie between them.</summary>
    private const int LongestHoliday = 5;

    /// <summary>Oldest first, apart from each other.</summary>
    private readonly List<DateRange> _ranges = [];

    /// <param name="ranges">One a document, in any order.</param>
    /// <param name="calendar">The exchange's.</param>
    public CoveredDays(IEnumerable<DateRange> ranges, TradingCalendar calendar)
    {
        Calendar = calendar;
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (_ranges.Count > 0 && Adjoins(_ranges[^1].Last, range.First))
                _ranges[^1] = _ranges[^1] with { Last = range.Last > _ranges[^1].Last ? range.Last : _ranges[^1].Last };
            else
                _ranges.Add(range);
        }
    }

    /// <summary>The exchange's.</summary>
    public TradingCalendar Calendar { get; }

    /// <summary>True if every session from the first day to the last is covered.</summary>
    /// <param name="days">Begins with a day that has a bar.</param>
    public bool HasAll(DateRange days)
    {
        var at = _ranges.FindLastIndex(r => r.First <= days.First);
        var day = at >= 0 && _ranges[at].Last >= days.First ? _ranges[at].Last.DayNumber + 1 : days.First.DayNumber;
        for (; day <= days.Last.DayNumber; day++)
        {
            if (Calendar.IsSession(DateOnly.FromDayNumber(day)))
                return false;
        }
        return true;
    }

    private bool Adjoins(DateOnly last, DateOnly first)
    {
        var sessions = 0;
        for (var day = last.DayNumber + 1; day < first.DayNumber && sessions <= LongestHoliday; day++)
            sessions += Calendar.IsSession(DateOnly.FromDayNumber(day)) ? 1 : 0;
        return sessions <= LongestHoliday;
    }
}
