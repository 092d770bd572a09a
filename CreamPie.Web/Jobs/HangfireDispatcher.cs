using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage.Tables;
using Hangfire;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Jobs;

internal sealed class HangfireDispatcher(IBackgroundJobClient jobs, JobStorage storage, IOptions<IngestionOptions> options) : IDispatcher
{
    /// <summary>Enough that none waits for the storage.</summary>
    private const int JobsPerWorker = 2;

    /// <summary>
    /// The job server works in the order of its queue: what waits there is ahead of a pull that somebody requests now, whatever their turn.
    /// </summary>
    public int Room => Math.Max(0, (options.Value.Workers * JobsPerWorker) - Queued());

    public void Dispatch(Document document)
    {
        var (id, name) = (document.Id, document.Symbol ?? document.FileName ?? "?");
        if (document.Sha256 is null)
            jobs.Enqueue<DocumentJobs>(job => job.PullAsync(id, name, null, CancellationToken.None));
        else
            jobs.Enqueue<DocumentJobs>(job => job.LoadAsync(id, name, null, CancellationToken.None));
    }

    private int Queued()
    {
        var queues = storage.GetMonitoringApi();
        return (int)(queues.EnqueuedCount(JobQueues.Pull) + queues.EnqueuedCount(JobQueues.Load));
    }
}
