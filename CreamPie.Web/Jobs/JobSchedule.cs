using Hangfire;

namespace CreamPie.Web.Jobs;

/// <summary>
/// Declares the recurring jobs at every start. The job storage may be lost in between: the sweeper plans and processes,
/// and Housekeeping retries dead letters, whether or not a job asks for it.
/// </summary>
internal sealed class JobSchedule(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<RecurringJobs>("plan-pulls", j => j.PlanPullsAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<RecurringJobs>("process-archived", j => j.ProcessArchivedAsync(CancellationToken.None), "*/10 * * * *");
        jobs.AddOrUpdate<RecurringJobs>("retry-dead-letters", j => j.RetryDeadLettersAsync(CancellationToken.None), "15 5 * * *");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
