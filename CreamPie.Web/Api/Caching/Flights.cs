using System.Collections.Concurrent;

namespace CreamPie.Web.Api.Caching;

/// <summary>Work that several callers need at the same time is done once: by the first of them, for all.</summary>
internal sealed class Flights<TKey, TValue>
    where TKey : struct
{
    private readonly ConcurrentDictionary<TKey, Task<TValue>> _running = new();

    /// <param name="key">Of the same work.</param>
    /// <param name="work">Must not end with its caller, for whom others may wait: it runs to its end.</param>
    /// <param name="cancellationToken">Ends the waiting for another caller's work.</param>
    public async Task<TValue> RunAsync(TKey key, Func<Task<TValue>> work, CancellationToken cancellationToken)
    {
        var own = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _running.GetOrAdd(key, own.Task);
        if (running != own.Task)
            return await running.WaitAsync(cancellationToken);
        try
        {
            var value = await work();
            own.SetResult(value);
            return value;
        }
        catch (Exception fault)
        {
            own.SetException(fault);
            // Observed: there may be nobody else who waits.
            _ = own.Task.Exception;
            throw;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
