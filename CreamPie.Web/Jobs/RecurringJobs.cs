using CreamPie.Core.Backups.Running;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Storage.Tables.Backups;
using Hangfire;

namespace CreamPie.Web.Jobs;

/// <summary>Each triggers a scheduler to run now and shows the result; our tables decide what is due.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RecurringJobs(SweeperService sweeper, MaintenanceService maintenance, BackupService backups)
{
    [JobDisplayName("Plan pulls")]
    public async Task<string> PlanPullsAsync(CancellationToken cancellationToken)
    {
        var swept = await sweeper.SweepNowAsync(cancellationToken);
        return swept.PlanningFault is { } fault
            ? throw new InvalidOperationException("The due pulls could not be planned; the next sweep tries again.", fault)
            : $"{swept.Planned} pulls planned.";
    }

    [JobDisplayName("Process archived documents")]
    public async Task<string> ProcessArchivedAsync(CancellationToken cancellationToken) =>
        (await sweeper.SweepNowAsync(cancellationToken)).NextDueIn is { } wait
            ? $"Done. The next waiting document is due in {wait:d\\.hh\\:mm\\:ss}."
            : "Done. No documents are waiting.";

    [JobDisplayName("Retry failed documents")]
    public async Task<string> RetryDeadLettersAsync(CancellationToken cancellationToken) =>
        $"{await maintenance.RetryTransientAsync(cancellationToken)} stocks scheduled for a new pull.";

    [JobDisplayName("Back up")]
    public async Task<string> BackUpAsync(CancellationToken cancellationToken) =>
        await backups.BackUpNowAsync(cancellationToken) switch
        {
            null => "Backups are not set up (Backups__Folder).",
            { Outcome: BackupOutcome.Failed, Detail: var why } => throw new InvalidOperationException(why),
            { Detail: var made } => made!,
        };
}
