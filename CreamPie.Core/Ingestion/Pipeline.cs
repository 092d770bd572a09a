using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Sources;
using CreamPie.Core.Tracking;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>The spine: takes one document as far as it gets.</summary>
public sealed partial class Pipeline(
    Claims claims,
    SourceCatalog sources,
    Fetching fetching,
    Reading reading,
    Loader loader,
    Attempts attempts,
    Intake intake,
    StorageGuard storage,
    DueSignal due,
    IOptions<IngestionOptions> options,
    DocumentMeter meter,
    TimeProvider time,
    ILogger<Pipeline> log)
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
        await using var claim = await claims.TakeAsync(documentId, cancellationToken);
        if (claim is null)
            return RunResult.NothingToDo;
        using var run = new RunLog(log, meter, time, claim);
        try
        {
            return run.Close(await RunClaimedAsync(claim));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            CrashPoint.Pass("mid-shutdown");
            await claims.ReturnAsync(claim, nextAttempt: null, CancellationToken.None);
            run.Close(RunResult.GivenBack);
            throw;
        }
        catch (OperationCanceledException) when (claim.Lost.IsCancellationRequested)
        {
            return run.Close(await EndLostAsync(claim, cancellationToken));
        }
        catch (Exception fault)
        {
            // A surprise is ours to mend: the bytes are safe, the document says what happened, the job fails with it.
            Log.Failed(log, fault, documentId, claim.Document.Symbol);
            run.Close(await EndSurprisedAsync(claim, Surprise(fault), cancellationToken));
            throw;
        }
        finally
        {
            due.Raise();
        }
    }

    private async Task<RunResult> RunClaimedAsync(Claim claim)
    {
        var source = sources[claim.Document.Source];
        if (Exhausted(claim.Document) is { } exhausted)
            return await EndAsync(claim, exhausted);

        // 2
        if (claim.Document.Sha256 is not null)
            await AgainAsync(claim);
        else if (await fetching.FetchAsync(claim, source) is var fetched and not Fetching.Result.Archived)
            return await NotFetchedAsync(claim, fetched);
        var document = claim.Document;

        // 3, 4, 5
        var (processed, refused) = await reading.ReadAsync(document, source, claim.Lost);
        await fetching.JudgeAsync(claim, refused?.Reason);
        if (processed is null)
            return await EndAsync(claim, refused!, source.ParserVersion);

        // 6
        var request = new LoadRequest(
            document.Id, claim.Token, document.Sha256!, source.ParserVersion, document.Source,
            document.MarketSymbol!.Value, document.KnownAt!.Value, processed)
        {
            IsPartial = document is { FromDay: not null, FileName: null },
            AcceptedBy = document.AcceptedBy,
        };
        var loaded = await loader.LoadAsync(
            request,
            (db, stock, _, cancel) => attempts.LoadedAsync(db, claim, stock, request, cancel),
            claim.Lost);
        return loaded switch
        {
            LoadResult.Loaded { Counts: var counts } => RunResult.Loaded(counts, processed.Bars.Count),
            LoadResult.MassRewrite { Error: var error } => await EndAsync(claim, Ending.Refuse(Reason.MassRewrite, error), source.ParserVersion),
            _ => RunResult.LeaseLost,
        };
    }

    /// <summary>What killed its workers too often; or, before its bytes were here, was tried too often.</summary>
    private Ending? Exhausted(Document document)
    {
        if (document.Crashes >= options.Value.MaxCrashes && document.Crashes != CrashLoops.LetBack(options.Value))
            return Ending.Refuse(Reason.CrashLoop, $"The process died or hung {document.Crashes} times while reading these bytes.");
        if (document.Attempts <= options.Value.MaxAttempts)
            return null;
        return document.Sha256 is null
            ? Ending.CutShort(document.Reason, document.Error, document.Attempts - 1)
            : Ending.Refuse(Reason.CrashLoop, $"{document.Attempts - 1} attempts began and did not end.");
    }

    /// <summary>The bytes are here already, from an earlier run or a file.</summary>
    private async Task AgainAsync(Claim claim)
    {
        await attempts.BeginAsync(claim, claim.Lost);
        if (claim.Document.FileName is not null)
            await intake.EnsureManifestAsync(claim.Document, claim.Lost);
    }

    private async Task<RunResult> NotFetchedAsync(Claim claim, Fetching.Result fetched)
    {
        if (fetched is Fetching.Result.Ended { Ending: var ending })
            return await EndAsync(claim, ending);
        if (fetched is not Fetching.Result.NotItsTurn wait)
            return RunResult.LeaseLost;
        await claims.ReturnAsync(claim, wait.Until, claim.Lost);
        return RunResult.Waiting(wait.Until, wait.Why);
    }

    private Ending Surprise(Exception fault) => Transient.IsOutage(fault)
        ? Outage("The database or the archive could not be used; the log says why.")
        : Ending.Refuse(Reason.Internal, $"A fault of CreamPie itself ({fault.GetType().Name}); the log says where. The document is safe and can be retried.");

    private Ending Outage(string error) => Ending.Outage(error, options.Value.OutageRest);

    /// <summary>The worker lives, and nobody died of the bytes. What takes too long is tried as often as what fails, and no more.</summary>
    private async Task<RunResult> EndLostAsync(Claim claim, CancellationToken stopping) => claim.Loss switch
    {
        Loss.TakenOver => RunResult.LeaseLost,
        Loss.RanTooLong => await EndSurprisedAsync(claim, TookTooLong(claim.Document), stopping),
        _ => await EndSurprisedAsync(claim, Outage("The database could not be reached for as long as the lease holds."), stopping),
    };

    private Ending TookTooLong(Document document) => Ending.Retry(
        Reason.Outage, $"It was not done after {options.Value.LongestRun.TotalSeconds:0.#} s and was stopped.", document.Attempts, options.Value.MaxAttempts);

    // 7
    private async Task<RunResult> EndAsync(Claim claim, Ending ending, int? parserVersion = null) =>
        await attempts.EndedAsync(claim, ending, parserVersion, CancellationToken.None)
            ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
            : RunResult.LeaseLost;

    private async Task<RunResult> EndSurprisedAsync(Claim claim, Ending ending, CancellationToken stopping)
    {
        try
        {
            return await attempts.EndedPatientlyAsync(claim, ending, stopping)
                ? RunResult.Of(ending, claim.Document.Sha256 is not null, time.Now())
                : RunResult.LeaseLost;
        }
        catch (Exception fault) when (Transient.IsOutage(fault))
        {
            claims.CutOff(claim);
            return RunResult.NotEnded;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Document {Document} {Symbol} failed.")]
        public static partial void Failed(ILogger logger, Exception fault, int document, string? symbol);
    }
}
