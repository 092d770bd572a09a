using CreamPie.Core.Market;

namespace CreamPie.Tests.Browser;

/// <summary>
/// The system's clock, moved: timers run as ever. It starts before the opening of the newest session in New York, so
/// that the session can be opened by moving it, without anybody's sign-in growing too old.
/// </summary>
internal sealed class MovableTime : TimeProvider
{
    /// <summary>Hours before the opening at 13:30 or 14:30, so that a slow run does not reach it.</summary>
    private static readonly TimeSpan BeforeOpening = TimeSpan.FromHours(10);

    private long _ticks;

    public MovableTime()
    {
        var now = System.GetUtcNow();
        var morning = new DateTimeOffset(now.UtcDateTime.Date + BeforeOpening, TimeSpan.Zero);
        while (morning > now || !TradingCalendar.IsNewYorkSession(DateOnly.FromDateTime(morning.Date)))
            morning = morning.AddDays(-1);
        _ticks = (morning - now).Ticks;
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    /// <summary>Into the session, summer and winter, on half days too.</summary>
    public void OpenSession() => Interlocked.Add(ref _ticks, TimeSpan.FromHours(6).Ticks);
}
