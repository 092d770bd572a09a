using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Querying.Changes;

/// <summary>
/// One who listens to the <see cref="ChangeFeed"/>: called once at a time, and what comes meanwhile is put together for
/// the next call, so that a slow or failing one harms nobody.
/// </summary>
internal sealed partial class ChangeListener(Func<ChangeSet, Task> hear, Action<ChangeListener> leave, ILogger log) : IDisposable
{
    private readonly Lock _lock = new();
    private ChangeSet? _waiting;
    private bool _isCalled;
    private bool _isGone;

    public void Tell(ChangeSet changes)
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

    /// <summary>A fault that left this method would be lost; one on a thread of the pool could end the process.</summary>
    private async Task CallAsync()
    {
        while (TakeWaiting() is { } changes)
        {
            try
            {
                await hear(changes);
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
        leave(this);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A listener to changes failed.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
