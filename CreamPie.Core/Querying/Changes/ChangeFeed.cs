using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Querying.Changes;

/// <summary>
/// Notifies listeners of changes in the database, whichever process made them: one poll a second for the whole node, none
/// without listeners. A signal only: a listener reads its data again.
/// </summary>
public sealed partial class ChangeFeed(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<ChangeFeed> log)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly ChangeReader _reader = new(contexts);
    private readonly Lock _lock = new();
    private readonly List<ChangeListener> _listeners = [];

    /// <summary>Reports every change made after this call, so subscribe first and read afterwards.</summary>
    /// <param name="listener">Called on a thread of the pool, one call at a time; its faults are logged.</param>
    /// <returns>Dispose it to unsubscribe.</returns>
    public IDisposable Subscribe(Func<ChangeSet, Task> listener)
    {
        var added = new ChangeListener(listener, Remove, log);
        lock (_lock)
            _listeners.Add(added);
        return added;
    }

    /// <summary>Polls until the host stops; a failing database is logged once and polled on.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var isLost = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PollAsync(stoppingToken);
                if (isLost)
                    Log.Found(log);
                isLost = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isLost)
                    Log.Lost(log, fault);
                isLost = true;
            }
        }
    }

    internal async Task PollAsync(CancellationToken cancellationToken)
    {
        if (Listeners().Length == 0)
        {
            _reader.Forget();
            return;
        }
        ChangeSet? changes;
        try
        {
            changes = await _reader.ReadAsync(cancellationToken);
        }
        catch
        {
            // Listeners could not read meanwhile either: the first poll that succeeds tells them to read everything again.
            _reader.Forget();
            throw;
        }
        if (changes is null)
            return;
        // The current list: a listener added during the poll may have read before the changes it saw.
        foreach (var listener in Listeners())
            listener.Notify(changes);
    }

    private ChangeListener[] Listeners()
    {
        lock (_lock)
            return [.. _listeners];
    }

    private void Remove(ChangeListener listener)
    {
        lock (_lock)
            _listeners.Remove(listener);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Polling the database for changes fails: pages do not refresh by themselves until it answers.")]
        public static partial void Lost(ILogger logger, Exception fault);

        [LoggerMessage(2, LogLevel.Information, "Polling the database for changes works again.")]
        public static partial void Found(ILogger logger);
    }
}
