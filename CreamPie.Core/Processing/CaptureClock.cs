using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Processing;

/// <summary>
/// When a document was captured and which of its days were over by then. Where it tells no zone, a day counts as over
/// only when it is over everywhere on earth, and none counts as closed.
/// </summary>
internal sealed class CaptureClock
{
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);
    private static readonly TimeSpan LastMidnight = TimeSpan.FromHours(12);
    private static readonly TimeSpan FirstMidnight = TimeSpan.FromHours(14);

    private readonly TradingCalendar? _calendar;
    private readonly DateTime _seenAt;

    public CaptureClock(ParsedDocument document, ProcessContext context, DateOnly? newestDay)
    {
        var listing = document.Listing;
        _calendar = listing.TimeZone is null ? null : TradingCalendar.For(listing.Exchange, listing.TimeZone);
        CapturedAt = Within(context.KnownAt, document.CapturedAt ?? context.FileNameCapturedAt ?? context.ServerDate ?? LastEnd(newestDay, context.KnownAt));
        _seenAt = context.ServerDate is { } server ? Within(context.KnownAt, server) : CapturedAt;
    }

    public DateTime CapturedAt { get; }

    public DateOnly BasisDate => _calendar?.DayOf(CapturedAt) ?? DateOnly.FromDateTime(CapturedAt);

    private DateOnly LastPossibleDay => _calendar?.DayOf(CapturedAt) ?? DateOnly.FromDateTime(CapturedAt + FirstMidnight);

    public bool IsFuture(DateOnly day) => day > LastPossibleDay;

    public bool IsClosed(DateOnly day) => _calendar is not null && !_calendar.IsSession(day);

    /// <summary>
    /// A payload dates itself by the last trade, which after the close stays at the close: then the server's clock says
    /// whether the delay has passed. A page that was cached during the session stays provisional.
    /// </summary>
    public bool IsFinal(DateOnly day) =>
        FinalFrom(day) <= CapturedAt
        || (_calendar is not null && _calendar.CloseOf(day) <= CapturedAt && FinalFrom(day) <= _seenAt);

    private DateTime FinalFrom(DateOnly day) =>
        _calendar?.FinalFrom(day) ?? day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + LastMidnight;

    // An undated old file must not override newer captures: it is as old as its last row allows.
    private DateTime LastEnd(DateOnly? newestDay, DateTime knownAt) =>
        newestDay is { } day && FinalFrom(day) < knownAt ? FinalFrom(day) : knownAt;

    private static DateTime Within(DateTime knownAt, DateTime instant) =>
        Instant.WholeMilliseconds(instant > knownAt + Skew ? knownAt : instant);
}
