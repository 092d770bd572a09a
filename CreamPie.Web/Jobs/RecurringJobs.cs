using CreamPie.Core.Ingestion;
using Hangfire;

namespace CreamPie.Web.Jobs;

/// <summary>Each only says "look for due work"; what is due is computed from our tables.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class RecurringJobs(Planner planner, Sweeper sweeper, Housekeeping housekeeping)
{
    [JobDisplayName("Plan pulls")]
    public async Task<string> PlanPullsAsync(CancellationToken cancellationToken) =>
        $"{await planner.PlanDueAsync(cancellationToken)} pulls planned.";

    [JobDisplayName("Process archived documents")]
    public async Task<string> ProcessArchivedAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is { } wait ? $"Done. The next waiting document is due in {wait:d\\.hh\\:mm\\:ss}." : "Done. No documents are waiting.";

    [JobDisplayName("Retry failed documents")]
    public async Task<string> RetryDeadLettersAsync(CancellationToken cancellationToken) =>
        $"{await housekeeping.RetryHealableAsync(cancellationToken)} stocks scheduled for a new pull.";
}
