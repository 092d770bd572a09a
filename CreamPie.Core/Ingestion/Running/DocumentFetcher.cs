using CreamPie.Core.Archiving;
using CreamPie.Core.Ingestion.Planning;
using CreamPie.Core.Ingestion.SourceHealth;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Storage.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Step 2 of the pipeline: makes the one request in its host's turn, archives what came if it is a document.</summary>
public sealed class DocumentFetcher(
    HostGate gate,
    SourceClient visits,
    Archive archive,
    AttemptRecorder attempts,
    IDbContextFactory<CreamPieDbContext> contexts,
    DatabaseClock clock,
    IOptions<IngestionOptions> options)
{
    /// <summary>For a refusal that shows only when the body is parsed.</summary>
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromHours(1);

    internal abstract record Result
    {
        private Result() { }

        /// <summary>The bytes and their manifest are on disk, and the document says so.</summary>
        public sealed record Archived : Result;

        public sealed record Deferred(DateTime Until, string Why) : Result;

        public sealed record Ended(AttemptResult Ending) : Result;

        public sealed record LeaseLost : Result;
    }

    internal async Task<Result> FetchAsync(DocumentLease claim, ISource source)
    {
        var document = claim.Document;
        // Stopped or taken away after this was planned: the next plan takes it out of the queue and asks another source.
        var (now, why) = await WhyStoppedAsync(document.Source, claim.Lost);
        if (source is NotInstalled missing)
            return new Result.Deferred(now + FallbackRound.MaxHostWait, missing.Why);
        if (why is not null)
            return new Result.Deferred(now + FallbackRound.MaxHostWait, $"{document.Source} is stopped: {why}");
        if (source.RequestHistory(document.MarketSymbol!.Value, document.FromDay, now) is not { } request)
            return new Result.Ended(AttemptResult.Refuse(Reason.SymbolUnknown, $"{source.Name} does not support the symbol {document.Symbol}; no request was made."));
        var last = document.Attempts >= options.Value.MaxAttempts;
        var visit = await visits.SendAsync(
            request, answer => Refused(source, answer, last), document.LeaseOwner!, cancel => attempts.BeginAsync(claim, cancel), claim.Lost);
        if (visit is SourceResponse.Deferred wait)
            return new Result.Deferred(wait.Until, wait.Why);
        var (fetched, turn) = (SourceResponse.Completed)visit;
        claim.GateToken = turn is { } token ? (request.Url.Authority, token) : null;
        return fetched is FetchResult.Fetched body
            ? await ArchiveAsync(claim, body.Public(request))
            : new Result.Ended(AttemptResult.Of(fetched, document.Attempts, options.Value.MaxAttempts));
    }

    /// <summary>In place of fetching: the bytes are here already, from an earlier run or a file.</summary>
    internal async Task ResumeAsync(DocumentLease claim)
    {
        await attempts.BeginAsync(claim, claim.Lost);
        if (claim.Document.IsFile)
            await archive.EnsureManifestAsync(claim.Document, claim.Lost);
    }

    private async Task<(DateTime Now, string? Why)> WhyStoppedAsync(SourceName source, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await clock.NowAsync(db, cancellationToken), await SourceCircuitBreaker.WhyStoppedAsync(db, source, cancellationToken));
    }

    /// <summary>A page that came cut every time is kept at last, for a person to look at.</summary>
    private static Refusal? Refused(ISource source, SourceAnswer answer, bool last) =>
        source.Classify(answer) is { } refusal && !(last && refusal.Reason == Reason.Truncated) ? refusal : null;

    /// <summary>Whether the host really gave what it was asked for shows when the body is read: a refusal may come with status 200.</summary>
    internal async Task ReleaseGateAsync(DocumentLease claim, Reason? refused)
    {
        if (claim.GateToken is not var (host, turn))
            return;
        if (refused is Reason.Consent or Reason.Challenge or Reason.RateLimited)
            await gate.PauseAsync(host, turn, PauseAfterRefusal, refused.Value, CancellationToken.None);
        else if (refused is null)
            await gate.ReleaseAsync(host, turn, success: true, CancellationToken.None);
    }

    /// <summary>Bytes, manifest, row, in this order: what the row says is on disk.</summary>
    private async Task<Result> ArchiveAsync(DocumentLease claim, FetchResult.Fetched fetched)
    {
        var file = await archive.StoreAsync(fetched.Body, claim.Lost);
        await using var db = await contexts.CreateDbContextAsync(claim.Lost);
        var document = claim.Document.Copy();
        (document.Sha256, document.Bytes) = (file.Sha256, file.Bytes);
        (document.Attempts, document.Crashes) = (1, 0);
        (document.Url, document.HttpStatus) = (fetched.Url.ToString(), fetched.Status);
        (document.ContentType, document.ContentEncoding) = (fetched.ContentType, fetched.ContentEncoding);
        (document.StatedAt, document.KnownAt) = (fetched.ServerDate, await clock.NowAsync(db, claim.Lost));
        await archive.WriteManifestAsync(Manifest.Of(document, fetched.Headers), claim.Lost);

        CrashPoint.Pass("before-archived-commit");
        if (!await ArchiveTransitions.ArchiveAsync(db, document, claim.Lost))
            return new Result.LeaseLost();
        CrashPoint.Pass("after-archived-commit");
        claim.Document = document;
        return new Result.Archived();
    }
}
