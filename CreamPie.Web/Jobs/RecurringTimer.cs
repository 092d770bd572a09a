namespace CreamPie.Web.Jobs;

/// <summary>
/// The recurring jobs without a job server. Each only looks for due work, so that a missed time is made up by the next;
/// what is done once a day is Housekeeping's, which knows across starts when that was.
/// </summary>
internal sealed partial class RecurringTimer(RecurringJobs jobs, TimeProvider time, ILogger<RecurringTimer> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync(TimeSpan.FromMinutes(5), jobs.PlanPullsAsync, stoppingToken),
        EveryAsync(TimeSpan.FromMinutes(10), jobs.ProcessArchivedAsync, stoppingToken));

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task<string>> runAsync, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Log.Ran(log, await runAsync(stoppingToken));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Sentence}")]
        public static partial void Ran(ILogger logger, string sentence);

        [LoggerMessage(2, LogLevel.Error, "A recurring job failed; its next time comes.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
