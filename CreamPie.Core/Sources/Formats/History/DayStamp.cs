using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>When a row or an event says that it was: on a day, or at a time from which its session must be found.</summary>
internal readonly record struct DayStamp
{
    private const short NoOffset = short.MinValue;

    // The years of dates in text (DateText), with room for any offset before them and for date arithmetic after them.
    private static readonly long FirstSecond = new DateTimeOffset(1800, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LastSecond = new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly short _offset;

    private DayStamp(DateTime written, short offset, bool hasTime) => (Written, _offset, HasTime) = (written, offset, hasTime);

    /// <summary>Date and time as the document writes them; UTC for seconds.</summary>
    public DateTime Written { get; }

    /// <summary>False for a date alone.</summary>
    public bool HasTime { get; }

    /// <summary>True for the default: what could not be read.</summary>
    public bool IsNone => Written == default;

    public DateOnly Day => DateOnly.FromDateTime(Written);

    /// <summary>Null if it is written without an offset.</summary>
    public DateTime? Utc => HasTime && _offset != NoOffset ? Written.AddMinutes(-_offset) : null;

    public static DayStamp Of(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), NoOffset, hasTime: false);

    /// <param name="written">The local time.</param>
    /// <param name="offset">From UTC, in minutes; null if it is not written.</param>
    public static DayStamp Of(DateTime written, int? offset) => new(written, (short?)offset ?? NoOffset, hasTime: true);

    /// <param name="seconds">Since 1970, UTC; negative before.</param>
    /// <returns>The default if there are none, or they are out of range.</returns>
    public static DayStamp OfSeconds(double? seconds) => seconds is { } s && s >= FirstSecond && s <= LastSecond
        ? Of(DateTime.UnixEpoch.AddSeconds((long)s), 0)
        : default;

    /// <param name="seconds">Seconds since 1970.</param>
    /// <returns>Null if absent, not positive, or after 9989.</returns>
    public static DateTime? InstantOf(double? seconds) => seconds is { } s && s > 0 && s <= LastSecond
        ? Instant.WholeMilliseconds(DateTime.UnixEpoch.AddSeconds(s))
        : null;
}
