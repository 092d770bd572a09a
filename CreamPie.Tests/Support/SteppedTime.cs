using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Support;

/// <summary>
/// A clock that stands still until the test moves it, while timers run in real time: a whole program that is moved forward by
/// a month does not catch up on every tick of every timer.
/// </summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
