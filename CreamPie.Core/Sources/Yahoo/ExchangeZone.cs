using CreamPie.Core.Market.Calendar;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>
/// Converts a payload's epoch seconds to the exchange's local date: by the zone's offset at that time, else by the one offset given.
/// </summary>
/// <param name="timeZone">IANA id, like America/New_York; if it is null or unknown, the offset applies.</param>
/// <param name="offset">From UTC.</param>
internal readonly struct ExchangeZone(string? timeZone, TimeSpan offset)
{
    // The years of dates in text (DateText), with room for any offset before them and for date arithmetic after them.
    private static readonly long FirstSecond = new DateTimeOffset(1800, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LastSecond = new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly TimeZoneInfo? _zone =
        timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : null;

    /// <param name="seconds">Since 1970, UTC; negative before.</param>
    /// <param name="date">The default if the time is out of range.</param>
    public bool TryDateOf(double seconds, out DateOnly date)
    {
        date = default;
        if (!(seconds >= FirstSecond && seconds <= LastSecond))
            return false;
        var utc = DateTime.UnixEpoch.AddSeconds((long)seconds);
        date = DateOnly.FromDateTime(utc + (_zone?.GetUtcOffset(utc) ?? offset));
        return true;
    }

    /// <param name="seconds">Seconds since 1970.</param>
    /// <returns>Null if absent, not positive, or after 9989.</returns>
    public static DateTime? InstantOf(double? seconds) =>
        seconds is { } s && s > 0 && s <= LastSecond
            ? Instant.WholeMilliseconds(DateTime.UnixEpoch.AddSeconds(s))
            : null;
}
