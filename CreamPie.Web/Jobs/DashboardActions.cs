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
        if (WhyNot(result) is { } why)
            context.CandidateState = new FailedState(new DeadLetterException(why));
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

    /// <returns>Null if it is queued, or is no dead letter: then the job itself reports what there was to do.</returns>
    private static string? WhyNot(RetryResult result) => result switch
    {
        RetryResult.StockPaused => "Not requeued: the stock is paused. Reactivate it first.",
        RetryResult.StockNotTracked => "Not requeued: the stock is no longer tracked. Track it again to pull its history.",
        RetryResult.SourceStopped => "Not requeued: the source is stopped because of an unknown layout. Resume it first.",
        RetryResult.SourceNotInstalled => "Not requeued: the source is no longer configured. Restore its settings and restart.",
        _ => null,
    };

    /// <summary>Hangfire's attributes and this filter, for this host alone (Hangfire's own registry is static).</summary>
    internal sealed class Provider(DashboardActions actions) : IJobFilterProvider
    {
        private readonly JobFilter[] _filters = [new JobFilter(actions, JobFilterScope.Global, order: null)];

        public IEnumerable<JobFilter> GetFilters(Job job) => _filters;
    }
}
