using CreamPie.Core.Ingestion.Dispatching;
using CreamPie.Core.Storage.Tables;
using Hangfire;

namespace CreamPie.Web.Jobs;

internal sealed class HangfireDispatcher(IBackgroundJobClient jobs) : IDispatcher
{
    public void Dispatch(Document document)
    {
        var (id, name) = (document.Id, document.Symbol ?? document.FileName ?? "?");
        if (document.Sha256 is null)
            jobs.Enqueue<DocumentJobs>(job => job.PullAsync(id, name, null, CancellationToken.None));
        else
            jobs.Enqueue<DocumentJobs>(job => job.LoadAsync(id, name, null, CancellationToken.None));
    }
}
