namespace CreamPie.Core.Tracking;

/// <summary>
/// Wakes the sweeper of this process when a pull or a document becomes due, so that it does not wait for its next tick.
/// </summary>
public sealed class DueSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _isDue;

    /// <summary>Signals that work is due; repeated before it is received, it is one signal.</summary>
    public void Raise()
    {
        Volatile.Write(ref _isDue, 1);
        RaiseFree();
    }

    /// <summary>True if work has become due since the last call.</summary>
    public bool TakeDue() => Interlocked.Exchange(ref _isDue, 0) == 1;

    /// <summary>Signals that a worker has become free, and nothing has become due.</summary>
    public void RaiseFree()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already and not yet received.
        }
    }

    /// <summary>True when raised, false after <paramref name="atMost"/>.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);

    /// <summary>Ends the use of the signal.</summary>
    public void Dispose() => _signal.Dispose();
}
