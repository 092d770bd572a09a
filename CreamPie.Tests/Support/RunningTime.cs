namespace CreamPie.Tests.Support;

/// <summary>A running clock that starts at an instant of the test's choice and can be moved forward.</summary>
internal sealed class RunningTime(DateTimeOffset start) : TimeProvider
{
    private readonly long _begun = System.GetTimestamp();
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_begun) + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
