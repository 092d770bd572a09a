using System.Diagnostics;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Tracking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Dispatching;

/// <summary>
/// The only scheduler of documents: sweeps every few seconds, sooner when a document becomes due or a job requests it, and survives
/// every exception. Starts once the whole program has started.
/// </summary>
public sealed partial class SweeperService(
    Sweeper sweeper,
    DueSignal due,
    LastSweep last,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    IOptions<IngestionOptions> options,
    ILogger<SweeperService> log) : BackgroundService
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Result of the running sweep that plans, or of the next one.</summary>
    private TaskCompletionSource<SweepResult> _result = NewResult();

    /// <summary>When a sweep last planned, as a timestamp; null if the next one must.</summary>
    private long? _planned;

    /// <summary>There may be more that is due than that sweep has planned.</summary>
    private bool _isMore;

    /// <summary>
    /// Requests a sweep. Returns the result of the sweep in progress, if any (another then follows), else of the next one;
    /// concurrent callers share it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The program is stopping.</exception>
    public Task<SweepResult> SweepNowAsync(CancellationToken cancellationToken)
    {
        var result = Volatile.Read(ref _result).Task;
        due.Raise();
        return result.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WaitForStartAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
                await due.WaitAsync(await SweepAsync(stoppingToken), stoppingToken);
        }
        finally
        {
            _result.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>
    /// A worker that became free only gets its next document. Planning looks at all stocks: when something may have become due, and at
    /// each tick.
    /// </summary>
    /// <returns>Pause before the next sweep.</returns>
    private async Task<TimeSpan> SweepAsync(CancellationToken stoppingToken)
    {
        var every = options.Value.Sweep;
        var plans = due.TakeDue() || _planned is not { } before || Stopwatch.GetElapsedTime(before) >= every;
        try
        {
            var swept = plans ? await sweeper.SweepAsync(stoppingToken) : await sweeper.DispatchAsync(stoppingToken);
            if (plans)
            {
                (_planned, _isMore) = (Stopwatch.GetTimestamp(), swept.Planned >= Planner.Batch);
                if (swept.PlanningFault is null)
                    last.Ended(time.Now());
                Interlocked.Exchange(ref _result, NewResult()).SetResult(swept);
            }
            if (_isMore && swept.IsDry)
                _planned = null;
            var pause = _planned is { } planned ? every - Stopwatch.GetElapsedTime(planned) : TimeSpan.Zero;
            if (swept.NextDueIn < pause)
                pause = swept.NextDueIn.Value;
            return pause < MinPause ? MinPause : pause;
        }
        // Including a cancellation that is not ours: one by a driver must not stop the host.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(log, fault);
            var failed = Interlocked.Exchange(ref _result, NewResult());
            failed.SetException(fault);
            // Observed: it is logged above, and no job may be waiting for it.
            _ = failed.Task.Exception;
            return every;
        }
    }

    private static TaskCompletionSource<SweepResult> NewResult() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A source may be this server, which starts to listen last.</summary>
    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep failed; the next one retries.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
