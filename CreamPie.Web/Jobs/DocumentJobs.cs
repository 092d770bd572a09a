using CreamPie.Core.Accounts;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.DeadLetters;
using CreamPie.Core.Tracking;
using Hangfire;
using Hangfire.Server;
using Hangfire.States;

namespace CreamPie.Web.Jobs;

/// <summary>One job per document. Names and signatures are stored in the job storage: keep them.</summary>
// The pipeline logs each end with its reason: Hangfire would add a stack trace for each dead letter.
[AutomaticRetry(Attempts = 0, LogEvents = false)]
public sealed class DocumentJobs(Pipeline pipeline, Supersession supersession, DueSignal due)
{
    [JobDisplayName("Pull {1}"), Queue(JobQueues.Pull)]
    public Task<string> PullAsync(int documentId, string symbol, PerformContext? context, CancellationToken cancellationToken) =>
        RunAsync(documentId, context, cancellationToken);

    [JobDisplayName("Load {1}"), Queue(JobQueues.Load)]
    public Task<string> LoadAsync(int documentId, string symbol, PerformContext? context, CancellationToken cancellationToken) =>
        RunAsync(documentId, context, cancellationToken);

    private async Task<string> RunAsync(int documentId, PerformContext? context, CancellationToken cancellationToken)
    {
        try
        {
            var result = await pipeline.RunAsync(documentId, cancellationToken);
            return result.IsDeadLetter ? throw new DeadLetterException(result.Sentence) : result.Sentence;
        }
        catch (OperationCanceledException) when (context?.Connection.GetStateData(context.BackgroundJob.Id)?.Name == DeletedState.StateName)
        {
            // Neither a shutdown nor a lease of another node: the job was deleted while it ran.
            await supersession.SupersedeAsync(Caller.System, documentId, CancellationToken.None);
            throw;
        }
        finally
        {
            due.RaiseFree();
        }
    }
}

/// <summary>The document is a dead letter, with its reason; the job stays under Failed until it is requeued.</summary>
public sealed class DeadLetterException(string message) : Exception(message);

internal static class JobQueues
{
    public const string Pull = "pull";
    public const string Load = "load";
    public const string Default = "default";
}
