namespace CreamPie.Tests.Browser;

/// <summary>
/// The system's clock, moved: timers run as ever. It starts at eight in the morning in New York on the last weekday, so
/// that the day's session can be opened by moving it.
/// </summary>
internal sealed class MovableTime : TimeProvider
{
    private long _ticks;

    public MovableTime()
    {
        var now = System.GetUtcNow();
        var morning = new DateTimeOffset(now.UtcDateTime.Date.AddHours(13), TimeSpan.Zero);
        while (morning > now || morning.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            morning = morning.AddDays(-1);
        _ticks = (morning - now).Ticks;
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
