using CreamPie.Core.Tracking;
using Hangfire;

namespace CreamPie.Web.Jobs;

/// <summary>
/// On a node that runs no jobs: what becomes due here wakes the sweeper of one that does, by a job. A lost job delays the work until
/// that node's next sweep.
/// </summary>
internal sealed partial class SweepRequests(DueSignal due, IBackgroundJobClient jobs, TimeProvider time, ILogger<SweepRequests> log)
    : BackgroundService
{
    /// <summary>Somebody who tracks a hundred symbols at once must not fill the job storage.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await due.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            try
            {
                jobs.Enqueue<RecurringJobs>(job => job.PlanPullsAsync(CancellationToken.None));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotRequested(log, fault);
            }
            await Task.Delay(Rest, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A worker node could not be told that something is due; its next sweep finds it.")]
        public static partial void NotRequested(ILogger logger, Exception fault);
    }
}
