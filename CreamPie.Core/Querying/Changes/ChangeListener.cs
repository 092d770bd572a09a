using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Querying.Changes;

/// <summary>
/// A listener of the <see cref="ChangeFeed"/>: one call at a time, and changes that arrive meanwhile are merged into the
/// next call, so that a slow or failing listener delays no other.
/// </summary>
internal sealed partial class ChangeListener(Func<ChangeSet, Task> callback, Action<ChangeListener> remove, ILogger log) : IDisposable
{
    private readonly Lock _lock = new();
    private ChangeSet? _waiting;
    private bool _isCalled;
    private bool _isGone;

    public void Notify(ChangeSet changes)
    {
        lock (_lock)
        {
            if (_isGone)
                return;
            _waiting = _waiting?.And(changes) ?? changes;
            if (_isCalled)
                return;
            _isCalled = true;
        }
        _ = Task.Run(CallAsync);
    }

    /// <summary>Catches every fault: the task is not awaited, so an escaping one would go unnoticed.</summary>
    private async Task CallAsync()
    {
        while (TakeWaiting() is { } changes)
        {
            try
            {
                await callback(changes);
            }
            catch (Exception fault)
            {
                Log.Failed(log, fault);
            }
        }
    }

    private ChangeSet? TakeWaiting()
    {
        lock (_lock)
        {
            var changes = _isGone ? null : _waiting;
            _waiting = null;
            _isCalled = changes is not null;
            return changes;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isGone = true;
        remove(this);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A change listener failed.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
