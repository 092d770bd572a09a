namespace CreamPie.Core.Market;

/// <summary>An instant is UTC in whole milliseconds, so that it survives both databases and JSON unchanged.</summary>
public static class Instant
{
    public static DateTime Now(this TimeProvider time) => WholeMilliseconds(time.GetUtcNow().UtcDateTime);

    public static DateTime WholeMilliseconds(DateTime utc) =>
        new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
