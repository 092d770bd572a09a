namespace CreamPie.Core.Sources.Formats.History;

/// <summary>How well days fit the sessions of an exchange: by its own weekdays, or by those of any market where they are unknown.</summary>
/// <param name="isSession">Of the exchange; null if unknown.</param>
/// <param name="written">The days of the document's rows, as written.</param>
internal sealed class SessionFit(Func<DateOnly, bool>? isSession, IReadOnlyCollection<DateOnly> written)
{
    private const int Noticeable = 10;
    private const int LongestBreak = 10;
    private static readonly DateOnly Saturday = new(2025, 6, 14);

    /// <summary>True for a market without days of rest, like that of crypto: no weekday tells anything.</summary>
    public bool IsEveryDay { get; } = isSession is null
        ? IsNoticeable(written, DayOfWeek.Friday) && IsNoticeable(written, DayOfWeek.Saturday) && IsNoticeable(written, DayOfWeek.Sunday)
        : isSession(Saturday) && isSession(Saturday.AddDays(1)) && isSession(Saturday.AddDays(-1));

    /// <summary>Days of the rows whose reading is decided.</summary>
    public HashSet<DateOnly> Decided { get; } = [];

    /// <summary>Days added to the stamps at a whole hour, by the hour.</summary>
    public Dictionary<int, int> Shifts { get; } = [];

    public bool KnowsWeek => isSession is not null;

    /// <summary>How many days have no session, or are those of another row.</summary>
    public int Misfits(IReadOnlyList<DateOnly> days, int shift, int hour) =>
        Closed(days, shift, hour) + days.Count(d => Decided.Contains(d.AddDays(shift)));

    /// <summary>How many days have no session.</summary>
    /// <param name="days">As stamped.</param>
    /// <param name="shift">Days to add to each.</param>
    /// <param name="hour">Of the stamps: no market from Sunday to Thursday trades in the evening (UTC or its own).</param>
    public int Closed(IReadOnlyList<DateOnly> days, int shift, int hour)
    {
        if (IsEveryDay)
            return 0;
        if (isSession is not null)
            return days.Count(d => !isSession(d.AddDays(shift)));
        var mondayToFriday = days.Count(d => d.AddDays(shift).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return shift switch { 0 => hour < 16, 1 => hour >= 20, _ => false }
            ? Math.Min(mondayToFriday, days.Count(d => d.AddDays(shift).DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday))
            : mondayToFriday;
    }

    /// <summary>The shift of the same midnights in the other half of the year; null if the stamps have none.</summary>
    public int? NeighbourOf(int hour) =>
        Shifts.GetValueOrDefault(hour - 1) == 1 || Shifts.GetValueOrDefault(hour + 1) == 1 || (hour == 23 && Shifts.ContainsKey(0))
            ? 1
            : null;

    /// <summary>How many days come after a session without a row.</summary>
    public int Gaps(IReadOnlyList<DateOnly> days, int shift)
    {
        if (isSession is null && !IsEveryDay)
            return 0;
        var all = days.Select(d => d.AddDays(shift)).Concat(Decided).ToHashSet();
        var first = all.Min();
        return days.Count(d => d.AddDays(shift) != first && !all.Contains(Before(d.AddDays(shift))));
    }

    private DateOnly Before(DateOnly day)
    {
        var before = day.AddDays(-1);
        for (var i = 1; i < LongestBreak && isSession is not null && !isSession(before); i++)
            before = before.AddDays(-1);
        return before;
    }

    private static bool IsNoticeable(IReadOnlyCollection<DateOnly> days, DayOfWeek weekday) =>
        days.Count(d => d.DayOfWeek == weekday) is > 0 and var count && count * Noticeable >= days.Count;
}
