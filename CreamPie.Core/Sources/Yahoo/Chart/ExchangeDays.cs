namespace CreamPie.Core.Sources.Yahoo.Chart;

/// <summary>The trading day of a payload's timestamp: by the zone's offset at that time, else by the one offset given.</summary>
internal readonly struct ExchangeDays(string? timeZone, TimeSpan offset)
{
    private static readonly long FirstSecond = new DateTimeOffset(1800, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long LastSecond = new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly TimeZoneInfo? _zone =
        timeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : null;

    /// <param name="seconds">Since 1970, UTC; negative before.</param>
    /// <param name="day">The default if the time is out of range.</param>
    public bool TryDayOf(double seconds, out DateOnly day)
    {
        day = default;
        if (!(seconds >= FirstSecond && seconds <= LastSecond))
            return false;
        var utc = DateTime.UnixEpoch.AddSeconds((long)seconds);
        day = DateOnly.FromDateTime(utc + (_zone?.GetUtcOffset(utc) ?? offset));
        return true;
    }

    /// <summary>Null if the time is out of range.</summary>
    public static DateTime? InstantOf(double? seconds) =>
        seconds is { } s && s > 0 && s <= LastSecond
            ? CreamPie.Core.Market.Calendar.Instant.WholeMilliseconds(DateTime.UnixEpoch.AddSeconds(s))
            : null;
}
