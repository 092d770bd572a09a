namespace CreamPie.Core.Querying.Versions;

/// <summary>
/// Reads what several callers ask for at the same time by one command. A command begins after all its callers have asked, so that each
/// answer is as fresh as if its caller had asked alone.
/// </summary>
/// <param name="read">The values of the keys, each once; a key without a value is left out.</param>
internal sealed class SharedReads<TKey, TValue>(Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> read)
    where TKey : IEquatable<TKey>
{
    private readonly Lock _lock = new();
    private Batch? _next;
    private bool _isReading;

    /// <summary>The default of <typeparamref name="TValue"/> if there is no value.</summary>
    /// <param name="key">Of the value.</param>
    /// <param name="cancellationToken">Ends the waiting; others may wait for the command.</param>
    public async Task<TValue?> ReadAsync(TKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Batch batch;
        bool begins;
        lock (_lock)
        {
            batch = _next ??= new();
            batch.Keys.Add(key);
            begins = !_isReading;
            if (begins)
                (_isReading, _next) = (true, null);
        }
        if (begins)
        {
            // Its caller's trace must not get the commands of others.
            using (ExecutionContext.SuppressFlow())
                _ = Task.Run(() => RunAsync(batch), CancellationToken.None);
        }
        return (await batch.Values.Task.WaitAsync(cancellationToken)).GetValueOrDefault(key);
    }

    private async Task RunAsync(Batch? batch)
    {
        while (batch is not null)
        {
            try
            {
                batch.Values.SetResult(await read(batch.Keys));
            }
            catch (Exception fault)
            {
                batch.Values.SetException(fault);
                // Observed: all its callers may have gone.
                _ = batch.Values.Task.Exception;
            }
            lock (_lock)
            {
                (batch, _next) = (_next, null);
                _isReading = batch is not null;
            }
        }
    }

    private sealed class Batch
    {
        public HashSet<TKey> Keys { get; } = [];

        public TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> Values { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
