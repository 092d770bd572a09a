using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Querying.Changes;

/// <summary>
/// Tells who listens what has changed in the database, whichever process changed it: one look a second for the whole
/// node, and none while nobody listens. A signal only: whoever gets it reads again what he shows.
/// </summary>
public sealed partial class ChangeFeed(IDbContextFactory<CreamPieDbContext> contexts, TimeProvider time, ILogger<ChangeFeed> log)
    : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly ChangeReader _reader = new(contexts);
    private readonly Lock _lock = new();
    private readonly List<ChangeListener> _listeners = [];

    /// <summary>Whatever changes after this call is told; so subscribe first and read then.</summary>
    /// <param name="listener">Called from a thread of the pool, one call at a time; its faults are logged.</param>
    /// <returns>Disposed, it is not called any more.</returns>
    public IDisposable Subscribe(Func<ChangeSet, Task> listener)
    {
        var added = new ChangeListener(listener, Remove, log);
        lock (_lock)
            _listeners.Add(added);
        return added;
    }

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
            // Who could not read meanwhile is told to, once it is possible again.
            _reader.Forget();
            throw;
        }
        if (changes is null)
            return;
        // As of now: who came during the look may have read before what the look saw.
        foreach (var listener in Listeners())
            listener.Tell(changes);
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
        [LoggerMessage(1, LogLevel.Error, "The database cannot be asked for changes: pages do not refresh by themselves until it answers.")]
        public static partial void Lost(ILogger logger, Exception fault);

        [LoggerMessage(2, LogLevel.Information, "The database answers for changes again.")]
        public static partial void Found(ILogger logger);
    }
}
