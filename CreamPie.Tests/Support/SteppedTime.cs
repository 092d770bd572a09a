using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Support;

/// <summary>
/// A clock that stands still until the test moves it, while timers run as ever: a whole program that is put forward by a month
/// does not make up for each tick of each of its timers.
/// </summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
