using CreamPie.Core.Tracking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>Sweeps every few seconds, sooner when something becomes due, and never stops for a fault. Begins when the whole program has started.</summary>
public sealed partial class SweeperService(
    Sweeper sweeper,
    DueSignal due,
    IHostApplicationLifetime lifetime,
    IOptions<IngestionOptions> options,
    ILogger<SweeperService> log) : BackgroundService
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WaitForStartAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Value.Sweep;
            try
            {
                var wait = await sweeper.SweepAsync(stoppingToken);
                if (wait < pause)
                    pause = wait.Value < Soonest ? Soonest : wait.Value;
            }
            // Also a cancellation that is not ours: a driver's own must not stop the host.
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
            await due.WaitAsync(pause, stoppingToken);
        }
    }

    /// <summary>A source may be this server itself, which listens last.</summary>
    private async Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The sweep failed; the next one tries again.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
