using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Running;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Tracking;

namespace CreamPie.Core.Ingestion;

/// <summary>The spine: takes one document as far as it gets.</summary>
public sealed class Pipeline(
    DocumentLeases claims,
    SourceCatalog sources,
    DocumentFetcher fetching,
    DocumentReader reading,
    DocumentCompletion completion,
    RunLogs logs,
    DiskSpaceGuard storage,
    DueSignal due)
{
    /// <summary>
    /// 1 claim the document; 2 fetch and archive its bytes, unless they are archived; 3 read them back, verified;
    /// 4 parse; 5 process; 6 load and close it in one transaction; or 7 close it with the reason why not.
    /// Safe to call at any time, any number of times, in any process.
    /// </summary>
    public async Task<RunResult> RunAsync(int documentId, CancellationToken cancellationToken)
    {
        if (storage.Paused is { } why)
            return RunResult.Paused(why);

        // 1
        await using var claim = await claims.TryAcquireAsync(documentId, cancellationToken);
        if (claim is null)
            return RunResult.NothingToDo;
        using var run = logs.Open(claim);
        try
        {
            return run.Close(await RunClaimedAsync(claim));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            CrashPoint.Pass("mid-shutdown");
            await claims.ReleaseAsync(claim, nextAttempt: null, CancellationToken.None);
            run.Close(RunResult.Released);
            throw;
        }
        catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested)
        {
            return run.Close(await completion.EndWithoutLeaseAsync(claim, cancellationToken));
        }
        catch (Exception fault)
        {
            // A surprise is ours to mend: the bytes are safe, the document says what happened, the job fails with it.
            run.Failed(fault);
            run.Close(await completion.FailAsync(claim, fault, cancellationToken));
            throw;
        }
        finally
        {
            due.Raise();
        }
    }

    private async Task<RunResult> RunClaimedAsync(DocumentLease claim)
    {
        var source = sources[claim.Document.Source];
        if (completion.Exhausted(claim.Document) is { } exhausted)
            return await completion.EndAsync(claim, exhausted);

        // 2
        if (claim.Document.Sha256 is not null)
            await fetching.ResumeAsync(claim);
        else if (await fetching.FetchAsync(claim, source) is var fetched and not DocumentFetcher.Result.Archived)
            return await EndUnfetchedAsync(claim, fetched);

        // 3, 4, 5
        var (processed, refused) = await reading.ReadAsync(claim.Document, source, claim.Lost);
        await fetching.ReleaseGateAsync(claim, refused?.Reason);

        // 6, 7
        return processed is null
            ? await completion.EndAsync(claim, refused!, source.ParserVersion)
            : await completion.LoadAsync(claim, processed, source.ParserVersion);
    }

    private async Task<RunResult> EndUnfetchedAsync(DocumentLease claim, DocumentFetcher.Result fetched)
    {
        if (fetched is DocumentFetcher.Result.Ended { Ending: var ending })
            return await completion.EndAsync(claim, ending);
        if (fetched is not DocumentFetcher.Result.Deferred wait)
            return RunResult.LeaseLost;
        await claims.ReleaseAsync(claim, wait.Until, claim.Lost);
        return RunResult.Waiting(wait.Until, wait.Why);
    }
}
