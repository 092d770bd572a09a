using Microsoft.Extensions.Hosting;

namespace CreamPie.Core.Ingestion.Maintenance;

/// <summary>Works at each tick, and survives every exception: the next tick tries again.</summary>
/// <param name="period">Time between two ticks; the first comes after one.</param>
/// <param name="time">Runs the timer.</param>
public abstract class PeriodicService(TimeSpan period, TimeProvider time) : BackgroundService
{
    /// <summary>The clock of the ticks.</summary>
    protected TimeProvider Time => time;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Report(fault);
            }
        }
    }

    /// <summary>The work of one tick.</summary>
    /// <param name="stoppingToken">Ends it.</param>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    /// <summary>Logs a fault of the work.</summary>
    /// <param name="fault">What was thrown.</param>
    protected abstract void Report(Exception fault);
}
