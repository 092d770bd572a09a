using System.Collections.Concurrent;
using CreamPie.Core.Market.Calendar;

namespace CreamPie.Tests.Browser;

/// <summary>
/// The system's clock with an offset; timers run normally unless held. It starts before the newest New York session opens,
/// so that moving it opens the session without letting sign-ins expire.
/// </summary>
internal sealed class MovableTime : TimeProvider
{
    /// <summary>Hours before the opening at 13:30 or 14:30, so that a slow run does not reach it.</summary>
    private static readonly TimeSpan BeforeOpening = TimeSpan.FromHours(10);

    private readonly ConcurrentQueue<ITimer> _held = new();
    private TimeSpan? _holding;
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

    /// <summary>Holds every new timer of exactly this length until <see cref="LetGo"/>.</summary>
    public void Hold(TimeSpan wait) => _holding = wait;

    public void LetGo()
    {
        _holding = null;
        while (_held.TryDequeue(out var timer))
            timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != _holding)
            return base.CreateTimer(callback, state, dueTime, period);
        var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        _held.Enqueue(timer);
        return timer;
    }

    /// <summary>Moves into the session, in summer and winter and on half days too.</summary>
    public void OpenSession() => Interlocked.Add(ref _ticks, TimeSpan.FromHours(6).Ticks);
}
