using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>
/// Step 2 of the pipeline: makes the request, throttled by its host, and archives the response if it is a document.
/// </summary>
public sealed class DocumentFetcher(
    SourceClient client,
    Archive archive,
    AttemptRecorder attempts,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    IOptions<IngestionOptions> options)
{
    internal abstract record Result
    {
        private Result() { }

        /// <summary>Bytes and manifest are on disk, and the row refers to them.</summary>
        public sealed record Archived : Result;

        public sealed record Deferred(DateTime Until, string Why) : Result;

        public sealed record Ended(AttemptResult Ending) : Result;

        public sealed record LeaseLost : Result;
    }

    internal async Task<Result> FetchAsync(DocumentLease lease, ISource source)
    {
        var document = lease.Document;
        // Stopped or uninstalled after it was planned: the next plan supersedes it and falls back to another source.
        var (now, why) = await WhyStoppedAsync(document.Source, lease.Lost);
        if (source is NotInstalled missing)
            return new Result.Deferred(now + FallbackRound.MaxHostWait, missing.Why);
        if (why is not null)
            return new Result.Deferred(now + FallbackRound.MaxHostWait, $"{document.Source} is stopped: {why}");
        if (source.RequestHistory(document.MarketSymbol!.Value, document.FromDay, now) is not { } request)
            return new Result.Ended(AttemptResult.Refuse(
                Reason.SymbolUnknown, $"{source.Name} does not support the symbol {document.Symbol}; no request was made."));
        var last = document.Attempts >= options.Value.MaxAttempts;
        var result = await client.SendAsync(
            request,
            response => Refused(source, response, last),
            document.LeaseOwner!,
            cancel => attempts.BeginAsync(lease, cancel),
            lease.Lost);
        if (result is SourceResult.Deferred wait)
            return new Result.Deferred(wait.Until, wait.Why);
        var (fetched, gate) = (SourceResult.Completed)result;
        lease.Gate = gate is null ? null : (request.Url.Authority, gate);
        return fetched is FetchResult.Fetched body
            ? await ArchiveAsync(lease, body.Public(request))
            : new Result.Ended(AttemptResult.Of(fetched, document.Attempts, options.Value.MaxAttempts));
    }

    /// <summary>Instead of fetching: the bytes are archived by an earlier run or a file import.</summary>
    internal async Task ResumeAsync(DocumentLease lease)
    {
        await attempts.BeginAsync(lease, lease.Lost);
        if (lease.Document.IsFile)
            await archive.EnsureManifestAsync(lease.Document, lease.Lost);
    }

    private async Task<(DateTime Now, string? Why)> WhyStoppedAsync(SourceName source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await clock.RecentAsync(db, cancellationToken), await SourceCircuitBreaker.WhyStoppedAsync(db, source, cancellationToken));
    }

    /// <summary>A page that was truncated in every attempt is archived at last, for review.</summary>
    private static Refusal? Refused(ISource source, SourceResponse response, bool last) =>
        source.Classify(response) is { } refusal && !(last && refusal.Reason == Reason.Truncated) ? refusal : null;

    /// <summary>Tells the host's gate what parsing the response of this run has shown: a refusal may come with status 200.</summary>
    /// <param name="lease">Of the document.</param>
    /// <param name="refused">Null if the response is a document.</param>
    internal async Task JudgeHostAsync(DocumentLease lease, Reason? refused)
    {
        if (lease.Gate is not var (host, gate))
            return;
        if (refused is { } reason)
            await client.PauseIfRefusedAsync(host, gate, reason, CancellationToken.None);
        else
            await client.ResetRefusalsAsync(host, gate, CancellationToken.None);
    }

    /// <summary>Bytes, manifest, row, in this order: what the row refers to is on disk.</summary>
    private async Task<Result> ArchiveAsync(DocumentLease lease, FetchResult.Fetched fetched)
    {
        var file = await archive.StoreAsync(fetched.Body, lease.Lost);
        await using var db = await contexts.CreateDbContextAsync(lease.Lost);
        var document = lease.Document.Copy();
        (document.Sha256, document.Bytes) = (file.Sha256, file.Bytes);
        (document.Attempts, document.Crashes) = (1, 0);
        (document.Url, document.HttpStatus) = (fetched.Url.ToString(), fetched.Status);
        (document.ContentType, document.ContentEncoding) = (fetched.ContentType, fetched.ContentEncoding);
        (document.StatedAt, document.KnownAt) = (fetched.ServerDate, await clock.RecentAsync(db, lease.Lost));
        await archive.WriteManifestAsync(Manifest.Of(document, fetched.Headers), lease.Lost);

        CrashPoint.Pass("before-archived-commit");
        if (!await ArchiveTransitions.ArchiveAsync(db, document, lease.Lost))
            return new Result.LeaseLost();
        CrashPoint.Pass("after-archived-commit");
        lease.Document = document;
        return new Result.Archived();
    }
}
