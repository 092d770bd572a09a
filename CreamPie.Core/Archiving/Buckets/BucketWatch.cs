namespace CreamPie.Core.Archiving.Buckets;

/// <summary>Remembers whether the bucket answers, and asks it now and then, so that nobody who wants to know has to wait.</summary>
internal sealed class BucketWatch(TimeProvider time)
{
    /// <summary>Of a bucket that answers: each question is a request that may cost money.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Lively = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _at = time.GetTimestamp();
    private string? _why;
    private bool _isAsking;

    /// <summary>Why it cannot be used; null if it can, as far as known.</summary>
    /// <param name="ask">One cheap request, run in the background; its fault is told to <see cref="Lost"/>.</param>
    public string? Why(Func<CancellationToken, Task> ask)
    {
        lock (_lock)
        {
            if (!_isAsking && time.GetElapsedTime(_at) > (_why is null ? Calm : Lively))
            {
                _isAsking = true;
                _ = Task.Run(() => AskAsync(ask));
            }
            return _why;
        }
    }

    public void Lost(string why)
    {
        lock (_lock)
            (_why, _at) = (why, time.GetTimestamp());
    }

    private async Task AskAsync(Func<CancellationToken, Task> ask)
    {
        try
        {
            await ask(CancellationToken.None);
            lock (_lock)
                (_why, _at) = (null, time.GetTimestamp());
        }
        catch (ArchiveAwayException)
        {
            // Lost has it.
        }
        finally
        {
            lock (_lock)
                _isAsking = false;
        }
    }
}
