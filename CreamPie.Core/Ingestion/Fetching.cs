using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Ingestion;

/// <summary>Step 2 of the pipeline: waits its turn, makes the one request, archives what came.</summary>
public sealed class Fetching(
    HostGate gate,
    Retriever retriever,
    Archive archive,
    Attempts attempts,
    IDbContextFactory<CreamPieDbContext> contexts,
    IOptions<IngestionOptions> options,
    TimeProvider time)
{
    /// <summary>A host that sends everybody to a consent page, or says "too many requests" in a page, is left alone this long.</summary>
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromHours(1);

    internal abstract record Result
    {
        private Result() { }

        /// <summary>The bytes and their manifest are on disk, and the document says so.</summary>
        public sealed record Archived : Result;

        public sealed record NotItsTurn(DateTime Until, string Why) : Result;

        public sealed record Ended(Ending Ending) : Result;

        public sealed record LeaseLost : Result;
    }

    internal async Task<Result> FetchAsync(Claim claim, ISource source)
    {
        var document = claim.Document;
        if (source.RequestHistory(Symbol.Parse(document.Symbol!), document.FromDay, time.Now()) is not { } request)
            return new Result.Ended(Ending.Refuse(Reason.SymbolUnknown, $"{source.Name} has no such symbol as {document.Symbol}: it was not asked."));
        var host = request.Url.Authority;
        var turn = await gate.AcquireAsync(host, document.LeaseOwner!, claim.Lost);
        if (turn is GateResult.Busy busy)
            return new Result.NotItsTurn(busy.Until, busy.Why);
        claim.Turn = (host, ((GateResult.Acquired)turn).Token);
        var fetched = await FetchAsync(host, claim.Turn.Value.Token, request, claim);
        return fetched is FetchResult.Fetched body
            ? await ArchiveAsync(claim, body.Public(request))
            : new Result.Ended(Ending.Of(fetched, document.Attempts, options.Value.MaxAttempts));
    }

    /// <summary>Whatever happens, the host's gate is given back: freed, or paused if the host asked for it.</summary>
    private async Task<FetchResult> FetchAsync(string host, long turn, SourceRequest request, Claim claim)
    {
        var result = default(FetchResult);
        try
        {
            await attempts.BeginAsync(claim, claim.Lost);
            result = await retriever.FetchAsync(request, claim.Lost);
        }
        finally
        {
            if (result is not FetchResult.HostPaused)
                await gate.ReleaseAsync(host, turn, success: false, CancellationToken.None);
        }
        return result is FetchResult.HostPaused paused && await gate.PauseAsync(host, turn, paused.Pause, paused.Reason, CancellationToken.None) is { } until
            ? paused with { Pause = until - time.Now() }
            : result;
    }

    /// <summary>Whether the host really gave what it was asked for shows when the body is read: a refusal may come with status 200.</summary>
    internal async Task JudgeAsync(Claim claim, Reason? refused)
    {
        if (claim.Turn is not var (host, turn))
            return;
        if (refused is Reason.Consent or Reason.Challenge or Reason.RateLimited)
            await gate.PauseAsync(host, turn, PauseAfterRefusal, refused.Value, CancellationToken.None);
        else if (refused is null)
            await gate.ReleaseAsync(host, turn, success: true, CancellationToken.None);
    }

    /// <summary>Bytes, manifest, row, in this order: what the row says is on disk.</summary>
    private async Task<Result> ArchiveAsync(Claim claim, FetchResult.Fetched fetched)
    {
        var file = await archive.StoreAsync(fetched.Body, claim.Lost);
        var document = claim.Document.Copy();
        (document.Sha256, document.Bytes) = (file.Sha256, file.Bytes);
        (document.Attempts, document.Crashes) = (1, 0);
        (document.Url, document.HttpStatus) = (fetched.Url.ToString(), fetched.Status);
        (document.ContentType, document.ContentEncoding) = (fetched.ContentType, fetched.ContentEncoding);
        (document.StatedAt, document.KnownAt) = (fetched.ServerDate, time.Now());
        await archive.WriteManifestAsync(document.ToManifest(fetched.Headers), claim.Lost);

        await using var db = await contexts.CreateDbContextAsync(claim.Lost);
        var written = await claim.Row(db).Where(d => d.State == DocumentState.Fetching).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.State, DocumentState.Archived)
                .SetProperty(d => d.Sha256, document.Sha256)
                .SetProperty(d => d.Attempts, document.Attempts)
                .SetProperty(d => d.Crashes, document.Crashes)
                .SetProperty(d => d.Bytes, document.Bytes)
                .SetProperty(d => d.Url, document.Url)
                .SetProperty(d => d.HttpStatus, document.HttpStatus)
                .SetProperty(d => d.ContentType, document.ContentType)
                .SetProperty(d => d.ContentEncoding, document.ContentEncoding)
                .SetProperty(d => d.StatedAt, document.StatedAt)
                .SetProperty(d => d.KnownAt, document.KnownAt),
            claim.Lost);
        await db.Attempts.Where(a => a.DocumentId == document.Id && a.N == claim.Token).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.HttpStatus, document.HttpStatus).SetProperty(a => a.Bytes, document.Bytes),
            claim.Lost);
        if (written == 0)
            return new Result.LeaseLost();
        claim.Document = document;
        return new Result.Archived();
    }
}
