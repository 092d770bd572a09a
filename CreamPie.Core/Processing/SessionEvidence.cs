using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// What a document shows of its newest session. A stamp is often the last trade, and then the document may have been made at
/// any time after it: but a trade at the close (16:00:01), a page that says "At close" and a source that already
/// names the next session show that the session was over, as "Market open" shows that it was not.
/// </summary>
internal sealed class SessionEvidence
{
    /// <summary>The current session of a source is near its last trade, except for a listing that no longer trades.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromDays(10);

    private readonly DateOnly? _open;
    private readonly DateOnly? _over;
    private readonly DateOnly? _current;
    private readonly DateTime? _end;

    /// <param name="stated">By the document.</param>
    /// <param name="calendar">Null if the document states no zone.</param>
    /// <param name="own">The document's own instant (UTC); null if it has none.</param>
    /// <param name="newest">Day of its newest row; null without rows.</param>
    public SessionEvidence(StatedSession stated, TradingCalendar? calendar, DateTime? own, DateOnly? newest)
    {
        _open = stated.IsOpen == true ? newest : null;
        _over = stated.IsOpen == false ? newest : null;
        if (calendar is null || own is not { } at)
            return;
        if (stated.End is { } end && (end - at).Duration() <= Near)
            // A session that lasts all day may end at midnight.
            (_end, _current) = (end, calendar.DayOf(end.AddSeconds(-1)));
        if (stated.DatedByTrade && at >= CloseOf(calendar, calendar.DayOf(at)) && !(_over > calendar.DayOf(at)))
            _over = calendar.DayOf(at);
    }

    /// <summary>True if the session of the day was open, whatever the clock says.</summary>
    public bool IsOpen(DateOnly day) => day >= _open;

    /// <summary>True if the session of the day was over when the document was made.</summary>
    public bool IsOver(DateOnly day) => !IsOpen(day) && (day <= _over || day < _current);

    /// <summary>UTC; the earlier of what the calendar and the document say: most calendars know only that the day ends.</summary>
    public DateTime CloseOf(TradingCalendar calendar, DateOnly day) =>
        day == _current && _end < calendar.CloseOf(day) ? _end.Value : calendar.CloseOf(day);
}
