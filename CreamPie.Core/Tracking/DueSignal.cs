namespace CreamPie.Core.Tracking;

/// <summary>Says to whoever plans and hands over work in this process that something has become due, so that nobody waits for a tick.</summary>
public sealed class DueSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Raise()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already and not yet heard.
        }
    }

    /// <summary>Returns when raised, or after <paramref name="atMost"/>.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _signal.Dispose();
}
