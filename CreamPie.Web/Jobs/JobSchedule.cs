using Hangfire;

namespace CreamPie.Web.Jobs;

/// <summary>
/// Declares the recurring jobs at every start. They trigger the sweeper, MaintenanceService and BackupService, which also run at their own
/// times: a lost job storage, or no job server at all, delays nothing.
/// </summary>
internal sealed class JobSchedule(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<RecurringJobs>("plan-pulls", j => j.PlanPullsAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<RecurringJobs>("process-archived", j => j.ProcessArchivedAsync(CancellationToken.None), "*/10 * * * *");
        jobs.AddOrUpdate<RecurringJobs>("retry-dead-letters", j => j.RetryDeadLettersAsync(CancellationToken.None), "15 5 * * *");
        jobs.AddOrUpdate<RecurringJobs>("back-up", j => j.BackUpAsync(CancellationToken.None), "30 2 * * *");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
