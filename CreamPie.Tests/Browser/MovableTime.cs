using CreamPie.Core.Market;

namespace CreamPie.Tests.Browser;

/// <summary>
/// The system's clock, moved: timers run as ever. It starts before the opening of the newest session in New York, so
/// that the session can be opened by moving it, without anybody's sign-in growing too old.
/// </summary>
internal sealed class MovableTime : TimeProvider
{
    private static readonly TimeSpan BeforeOpening = TimeSpan.FromHours(12.5);

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

    /// <summary>An hour or more into the session, summer and winter.</summary>
    public void OpenSession() => Interlocked.Add(ref _ticks, TimeSpan.FromHours(4).Ticks);
}
