using CreamPie.Core.Ingestion;
using CreamPie.Core.Users;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace CreamPie.Web.Jobs;

/// <summary>Makes the dashboard's buttons mean what they say: Requeue revives a dead letter, Delete takes a document out of the queue.</summary>
internal sealed class DashboardActions(DeadLetters deadLetters, Withdrawal withdrawal) : IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        var job = context.BackgroundJob.Job;
        if (job?.Type != typeof(DocumentJobs) || job.Args[0] is not int documentId)
            return;
        // Hangfire's filters are synchronous.
        if (context.OldStateName == FailedState.StateName && context.NewState is EnqueuedState)
            deadLetters.ReviveAsync(Caller.System, documentId, isHanded: true, CancellationToken.None).GetAwaiter().GetResult();
        else if (context.OldStateName == EnqueuedState.StateName && context.NewState is DeletedState)
            withdrawal.SupersedeAsync(Caller.System, documentId, CancellationToken.None).GetAwaiter().GetResult();
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }

    /// <summary>Hangfire's attributes and this filter, for this host alone (Hangfire's own registry is static).</summary>
    internal sealed class Provider(DashboardActions actions) : IJobFilterProvider
    {
        private readonly JobFilter[] _filters = [new JobFilter(actions, JobFilterScope.Global, order: null)];

        public IEnumerable<JobFilter> GetFilters(Job job) => _filters;
    }
}
