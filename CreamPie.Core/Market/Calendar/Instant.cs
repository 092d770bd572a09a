namespace CreamPie.Core.Market.Calendar;

/// <summary>An instant is UTC in whole milliseconds, so that it survives both databases and JSON unchanged.</summary>
public static class Instant
{
    /// <summary>This instant, UTC in whole milliseconds.</summary>
    /// <param name="time">The injected clock.</param>
    public static DateTime Now(this TimeProvider time) => WholeMilliseconds(time.GetUtcNow().UtcDateTime);

    /// <summary>The instant without what is finer than a millisecond, Kind Utc.</summary>
    /// <param name="utc">UTC, whatever its Kind says.</param>
    public static DateTime WholeMilliseconds(DateTime utc) =>
        new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
