using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion.DeadLetters;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace CreamPie.Web.Jobs;

/// <summary>Implements the dashboard's buttons: Requeue requeues a dead letter, or says why not; Delete supersedes a document.</summary>
internal sealed class DashboardActions(DeadLetterRetries deadLetters, Supersession supersession) : IElectStateFilter, IApplyStateFilter
{
    // Hangfire's filters are synchronous.
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CurrentState != FailedState.StateName || context.CandidateState is not EnqueuedState
            || DocumentOf(context.BackgroundJob) is not { } documentId)
            return;
        var result = deadLetters.RetryAsync(Caller.System, documentId, isDispatched: true, CancellationToken.None).GetAwaiter().GetResult();
        // Without a reason it is queued, or is no dead letter: then the job itself reports what there was to do.
        if (RetryRefusals.Of(result, "The stock", "The source") is { } why)
            context.CandidateState = new FailedState(new DeadLetterException("Not requeued. " + why));
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.OldStateName == EnqueuedState.StateName && context.NewState is DeletedState
            && DocumentOf(context.BackgroundJob) is { } documentId)
            supersession.SupersedeAsync(Caller.System, documentId, CancellationToken.None).GetAwaiter().GetResult();
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
    }

    private static int? DocumentOf(BackgroundJob job) =>
        job.Job is { } work && work.Type == typeof(DocumentJobs) && work.Args[0] is int id ? id : null;

    /// <summary>Hangfire's attributes and this filter, for this host alone (Hangfire's own registry is static).</summary>
    internal sealed class Provider(DashboardActions actions) : IJobFilterProvider
    {
        private readonly JobFilter[] _filters = [new JobFilter(actions, JobFilterScope.Global, order: null)];

        public IEnumerable<JobFilter> GetFilters(Job job) => _filters;
    }
}
