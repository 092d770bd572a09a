using System.Globalization;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>
/// The one place that says which session a document's stamps are of. A date alone is the exchange's own. A time is read on
/// the exchange's clock, unless most rows are midnights as written; an evening is the next session's midnight, or its
/// opening, where the weekdays of the whole document say so. What they leave open is refused.
/// </summary>
internal sealed class SessionDays
{
    private const int FewestToJudge = 5;
    private const int Noticeable = 10;
    private const string Undecided = "which days they are of cannot be decided from the weekdays; save the file with dates alone, or with "
        + "times of the exchange and the symbol's suffix (FDJU.PA)";

    private readonly ExchangeZone _zone;
    private readonly DayStamp _live;
    private readonly Dictionary<DayStamp, DateOnly> _events = [];
    private readonly Dictionary<(int Hour, bool IsExact), int> _shifts = [];
    private readonly DateOnly[] _days;
    private bool _isAsWritten;

    private SessionDays(IReadOnlyList<DayStamp> rows, ExchangeZone zone, DateTime? live)
    {
        _zone = zone;
        _live = live is { } at ? DayStamp.Of(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), 0) : default;
        _days = new DateOnly[rows.Count];
    }

    /// <summary>The day of each row's stamp, in their order; the default where it could not be read.</summary>
    public IReadOnlyList<DateOnly> Days => _days;

    /// <summary>Why the document cannot be loaded; null if it can.</summary>
    public ParseResult.Refused? Refused { get; private set; }

    /// <summary>A finding about the days; null where none is due.</summary>
    public RowError? Doubt { get; private set; }

    /// <param name="rows">Of the rows, in the document's order.</param>
    /// <param name="zone">What is known about the exchange.</param>
    /// <param name="events">Of its splits and dividends.</param>
    /// <param name="live">UTC; the last trade, as the document tells it: a row stamped so is of its session. Null if unknown.</param>
    public static SessionDays Of(
        IReadOnlyList<DayStamp> rows, ExchangeZone zone, IReadOnlyCollection<DayStamp>? events = null, DateTime? live = null)
    {
        var days = new SessionDays(rows, zone, live);
        days.ReadRows(rows);
        if (events is { Count: > 0 } && days.Refused is null)
            days.ReadEvents(events, rows);
        return days;
    }

    /// <summary>Of rows that have nothing but dates: their weekdays say whether these are the exchange's.</summary>
    /// <param name="rows">In the document's order.</param>
    /// <param name="zone">What is known about the exchange.</param>
    public static SessionDays OfDates(IEnumerable<ParsedRow> rows, ExchangeZone zone) =>
        Of([.. rows.Select(r => DayStamp.Of(r.Bar.Date))], zone);

    /// <summary>True if each day is the one written.</summary>
    public bool AreWritten(IReadOnlyList<DayStamp> rows)
    {
        for (var i = 0; i < _days.Length; i++)
        {
            if (!rows[i].IsNone && _days[i] != rows[i].Day)
                return false;
        }
        return true;
    }

    /// <returns>Null if the stamp could not be read, or its day cannot be decided.</returns>
    public DateOnly? OfEvent(DayStamp stamp) => _events.TryGetValue(stamp, out var day) ? day : null;

    private void ReadRows(IReadOnlyList<DayStamp> rows)
    {
        var (timed, written, local) = (0, 0, 0);
        foreach (var stamp in rows)
        {
            if (!stamp.HasTime)
                continue;
            timed++;
            // Midnight in UTC is the opening in Sydney: only where it is no time to trade is it a date.
            written += IsMidnight(stamp.Written) && (!_zone.IsKnown || LocalOf(stamp).Hour >= StampGroup.Noon) ? 1 : 0;
            local += _zone.IsKnown && IsMidnight(LocalOf(stamp)) ? 1 : 0;
        }
        _isAsWritten = !_zone.IsKnown || (written * 2 > timed && written > local);

        var groups = Groups(rows);
        var fit = new SessionFit(_zone.IsSession, [.. groups.Values.SelectMany(g => g.Days)]);
        foreach (var group in groups.Values.OrderByDescending(g => g.Members.Count).ThenBy(g => g.Hour))
        {
            group.Decide(_zone, fit, group.Members.Count * 2 >= timed);
            if (group.Shift is not { } shift)
            {
                Refuse($"The rows are stamped {group.Name}: {Undecided}.");
                return;
            }
            foreach (var (member, day) in group.Members.Zip(group.Days))
                _days[member] = day.AddDays(shift);
            if (groups.Count > 1)
                fit.Decided.UnionWith(group.Days.Select(d => d.AddDays(shift)));
            _shifts[(group.Hour, group.IsExact)] = shift;
            if (group.IsExact && group.Members.Any(m => rows[m].HasTime))
                fit.Shifts[group.Hour] = shift;
            if (shift != 0)
                Tell(group, shift);
        }
        if (!_zone.IsNamed)
            Judge();
    }

    /// <summary>Dates that are a day off as a whole can be seen, and not undone.</summary>
    private void Judge()
    {
        var days = _days.Where(d => d != default).ToList();
        var fit = new SessionFit(_zone.IsSession, days);
        if (days.Count < FewestToJudge || fit.IsEveryDay)
            return;
        var off = Off(days, 0);
        if (off < 1 || off * Noticeable < days.Count || (Off(days, 1) * Noticeable > off && Off(days, -1) * Noticeable > off))
            return;
        var example = days.First(d => IsOff(d));
        var seen = $"{off} of {days.Count} rows are on days without trading, like {example.DayOfWeek} "
            + $"{example.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: the dates seem to be a day off";
        if (_zone.IsSession is not null && off > 1)
            Refuse($"{seen}; save the file with the exchange's own dates.");
        else
            Doubt ??= new RowError(null, null, $"{seen}, unless the market trades then.", RowProblem.Document);
    }

    private int Off(List<DateOnly> days, int shift) => days.Count(d => IsOff(d.AddDays(shift)));

    private bool IsOff(DateOnly day) => _zone.IsSession is { } isSession ? !isSession(day) : !TradingWeek.IsMondayToFriday(day);

    private void ReadEvents(IReadOnlyCollection<DayStamp> events, IReadOnlyList<DayStamp> rows)
    {
        var byStamp = new Dictionary<DayStamp, DateOnly>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
            byStamp.TryAdd(rows[i], _days[i]);
        var rest = new List<DayStamp>();
        foreach (var stamp in events.Distinct())
        {
            if (!stamp.IsNone && byStamp.TryGetValue(stamp, out var day))
                _events[stamp] = day;
            else
                rest.Add(stamp);
        }
        var sessions = _days.ToHashSet();
        sessions.Remove(default);
        var (first, last) = (sessions.Order().FirstOrDefault(), sessions.OrderDescending().FirstOrDefault());
        foreach (var ((hour, isExact, _), group) in Groups(rest))
        {
            var shift = ShiftOf(group.Days, hour, isExact);
            foreach (var (member, day) in group.Members.Zip(group.Days))
            {
                if (shift is { } days)
                    _events[rest[member]] = day.AddDays(days);
            }
        }

        // An ex-date is a session, and one of the document's own rows where it is among them.
        int? ShiftOf(List<DateOnly> days, int hour, bool isExact)
        {
            if (_shifts.TryGetValue((hour, isExact), out var known))
                return known;
            if (hour < StampGroup.Noon)
                return 0;
            int Strangers(int shift) => days.Count(d => d.AddDays(shift) is var day
                && (day >= first && day <= last ? !sessions.Contains(day) : IsOff(day)));
            var (stays, moves) = (Strangers(0), Strangers(1));
            if (stays != moves)
                return stays < moves ? 0 : 1;
            if (isExact && hour >= StampGroup.EarlyMidnight)
                return _zone.IsKnown ? 1 : null;
            return _zone.IsTold || !isExact ? 0 : null;
        }
    }

    private Dictionary<(int Hour, bool IsExact, bool IsLive), StampGroup> Groups(IReadOnlyList<DayStamp> stamps)
    {
        var groups = new Dictionary<(int, bool, bool), StampGroup>();
        StampGroup? last = null;
        for (var i = 0; i < stamps.Count; i++)
        {
            var stamp = stamps[i];
            if (stamp.IsNone)
                continue;
            var local = _isAsWritten ? stamp.Written : LocalOf(stamp);
            // All mornings on a clock that is told are one group: nothing needs to be decided.
            var isPlain = _zone.IsTold && local.Hour < StampGroup.Noon;
            var isExact = isPlain || local.TimeOfDay.Ticks % TimeSpan.TicksPerHour == 0;
            var key = (isPlain ? 0 : local.Hour, isExact, stamp == _live);
            if (last is null || key != (last.Hour, last.IsExact, last.IsLive))
            {
                if (!groups.TryGetValue(key, out last))
                    groups.Add(key, last = new StampGroup(key.Item1, isExact, key.Item3));
            }
            last.Members.Add(i);
            last.Days.Add(DateOnly.FromDateTime(local));
            last.IsNaive &= stamp.Utc is null;
        }
        return groups;
    }

    private DateTime LocalOf(DayStamp stamp) => stamp.Utc is { } utc ? _zone.LocalOf(utc) : stamp.Written;

    private static bool IsMidnight(DateTime time) => time.TimeOfDay == TimeSpan.Zero;

    private void Tell(StampGroup group, int shift) => Doubt ??= new RowError(
        null, null,
        $"Rows stamped {group.Name} are of the {(shift > 0 ? "next" : "previous")} day by their weekdays: the source's clock is off.",
        RowProblem.Document);

    private void Refuse(string error) => Refused ??= new ParseResult.Refused(Reason.Days, error);
}
