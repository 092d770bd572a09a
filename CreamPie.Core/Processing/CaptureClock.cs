using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>
/// When a document was captured, and which of its days were over by then. A payload dates itself by the last trade: hours
/// before the close of a thin stock, on Friday for a page of Monday morning. So the latest instant that speaks for the
/// document counts: its own, the server's Date (a page cached during the session has a Date of the session) or its
/// file's name. A day is final if its close plus the delay is not after that, or if the document shows that it was over
/// (<see cref="SessionEvidence"/>). If a document states no zone, a day counts as over only when it is over everywhere on
/// earth, and none counts as closed.
/// </summary>
internal sealed class CaptureClock
{
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);
    private static readonly TimeSpan LastMidnight = TimeSpan.FromHours(12);
    private static readonly TimeSpan FirstMidnight = TimeSpan.FromHours(14);

    private readonly TradingCalendar? _calendar;
    private readonly DateTime _seenAt;
    private readonly DateOnly _lastDay;
    private readonly SessionEvidence _evidence;

    /// <summary>The document cannot be younger; late prints and corrections before it are in it at best.</summary>
    private readonly DateTime _madeBy;

    public CaptureClock(ParsedDocument document, ProcessContext context, DateOnly? newestDay)
    {
        var listing = document.Listing;
        _calendar = listing.TimeZone is null ? null : TradingCalendar.For(listing.Exchange, listing.TimeZone);
        var own = Within(context.KnownAt, document.CapturedAt);
        var server = Within(context.KnownAt, context.ServerDate);
        var file = Within(context.KnownAt, context.FileNameCapturedAt);
        _evidence = new SessionEvidence(document.Session, _calendar, own, newestDay);
        var guess = Instant.WholeMilliseconds(LastEnd(newestDay, context.KnownAt));
        IsGuessed = (own ?? server ?? file) is null;
        MayBeLive = IsGuessed && document.Session.IsOpen is null;
        _madeBy = server ?? context.KnownAt;
        CapturedAt = Later(own, server) ?? file ?? guess;
        _seenAt = Later(Later(own, server), file) ?? guess;
        _lastDay = _calendar?.DayOf(_seenAt) ?? DateOnly.FromDateTime(_seenAt + FirstMidnight);
        BasisDate = DayOf(own ?? CapturedAt);
        foreach (var action in document.Actions.Where(a => a.ExDate > BasisDate && !IsFuture(a.ExDate)))
            BasisDate = action.ExDate;
    }

    /// <summary>The capture instant: two pulls of one weekend have the same last trade, and the later pull must win.</summary>
    public DateTime CapturedAt { get; }

    /// <summary>
    /// The day of the last trade, or of the newest action that the document lists: a split is in the prices even before the
    /// first trade of its ex-date. The server's Date may be far too late, for an old page from another server.
    /// </summary>
    public DateOnly BasisDate { get; }

    /// <summary>True if nothing dates the document, so that it is assumed to be as old as its newest row.</summary>
    public bool IsGuessed { get; }

    /// <summary>True if only the rows themselves can tell whether the newest session was over.</summary>
    public bool MayBeLive { get; }

    public DateOnly SeenOn => DayOf(_seenAt);

    public bool IsFuture(DateOnly day) => day > _lastDay;

    public bool IsClosed(DateOnly day) => _calendar is not null && !_calendar.IsSession(day);

    public bool IsFinal(DateOnly day) =>
        !_evidence.IsOpen(day) && (FinalFrom(day) <= _seenAt || (FinalFrom(day) <= _madeBy && _evidence.IsOver(day)));

    private DateOnly DayOf(DateTime instant) => _calendar?.DayOf(instant) ?? DateOnly.FromDateTime(instant);

    private DateTime FinalFrom(DateOnly day) => _calendar is null
        ? day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + LastMidnight
        : _evidence.CloseOf(_calendar, day) + TradingCalendar.FinalDelay;

    // An undated old file must not win over newer captures: it counts as old as its last row allows.
    private DateTime LastEnd(DateOnly? newestDay, DateTime knownAt) =>
        newestDay is { } day && FinalFrom(day) < knownAt ? FinalFrom(day) : knownAt;

    private static DateTime? Later(DateTime? a, DateTime? b) => a is null || b > a ? b : a;

    private static DateTime? Within(DateTime knownAt, DateTime? instant) =>
        instant is { } at ? Instant.WholeMilliseconds(at > knownAt + Skew ? knownAt : at) : null;
}
