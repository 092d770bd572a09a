using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Sources;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;

namespace CreamPie.Core.Ingestion;

/// <summary>The pipeline: takes one document as far as it gets.</summary>
public sealed class Pipeline(
    DocumentLeases leases,
    SourceCatalog sources,
    DocumentFetcher fetcher,
    DocumentReader reader,
    DocumentCompletion completion,
    RunLogs logs,
    DiskSpaceGuard diskSpace,
    DueSignal due)
{
    /// <summary>
    /// 1 lease the document; 2 fetch and archive its bytes, unless they are archived; 3 read them back, verified; 4
    /// parse; 5 process; 6 load and end it in one transaction; or 7 end it with a reason. Safe to call at any time, any
    /// number of times, in any process.
    /// </summary>
    public async Task<RunResult> RunAsync(int documentId, CancellationToken cancellationToken)
    {
        if (diskSpace.Paused is { } why)
            return RunResult.Paused(why);

        // 1
        await using var lease = await leases.TryAcquireAsync(documentId, cancellationToken);
        if (lease is null)
            return RunResult.NothingToDo;
        using var run = logs.Open(lease);
        // Another source may be due, unless the document was loaded or waits for its own.
        var isDue = true;
        try
        {
            var result = await RunLeasedAsync(lease);
            isDue = result.IsDeadLetter || result.Outcome == Outcome.HostPaused;
            return run.Close(result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            CrashPoint.Pass("mid-shutdown");
            await leases.ReleaseAsync(lease, nextAttempt: null, CancellationToken.None);
            run.Close(RunResult.Released);
            throw;
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
        {
            return run.Close(await completion.EndWithoutLeaseAsync(lease, cancellationToken));
        }
        catch (Exception fault)
        {
            // Unexpected: the bytes are safe, the document records it, and the job fails with it.
            run.Failed(fault);
            run.Close(await completion.FailAsync(lease, fault, cancellationToken));
            throw;
        }
        finally
        {
            if (isDue || lease.LeavesStockDue)
                due.Raise();
        }
    }

    private async Task<RunResult> RunLeasedAsync(DocumentLease lease)
    {
        var source = sources[lease.Document.Source];
        if (completion.Exhausted(lease.Document) is { } exhausted)
            return await completion.EndAsync(lease, exhausted);

        // 2
        if (lease.Document.Sha256 is not null)
            await fetcher.ResumeAsync(lease);
        else if (await fetcher.FetchAsync(lease, source) is var fetched and not DocumentFetcher.Result.Archived)
            return await EndUnfetchedAsync(lease, fetched);

        // 3, 4, 5
        var (processed, refused) = await reader.ReadAsync(lease.Document, source, lease.Lost);
        await fetcher.JudgeHostAsync(lease, refused?.Reason);

        // 6, 7
        return processed is null
            ? await completion.EndAsync(lease, refused!, source.ParserVersion)
            : await completion.LoadAsync(lease, processed, source.ParserVersion);
    }

    private async Task<RunResult> EndUnfetchedAsync(DocumentLease lease, DocumentFetcher.Result fetched)
    {
        if (fetched is DocumentFetcher.Result.Ended { Ending: var ending })
            return await completion.EndAsync(lease, ending);
        if (fetched is not DocumentFetcher.Result.Deferred wait)
            return RunResult.LeaseLost;
        await leases.ReleaseAsync(lease, wait.Until, lease.Lost);
        return RunResult.Waiting(wait.Until, wait.Why);
    }
}
