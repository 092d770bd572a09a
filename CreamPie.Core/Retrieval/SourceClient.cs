using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Retrieval;

/// <summary>
/// The only way to request a source: throttled by its host's gate, only what robots.txt allows, and with the response
/// classified. The gate is always released, or the host paused.
/// </summary>
public sealed partial class SourceClient(HostGate gate, RobotsCache robots, Retriever retriever, ILogger<SourceClient> log)
{
    private static readonly TimeSpan RobotsPause = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<string, string> RobotsHeaders = new() { ["Accept"] = "text/plain" };

    /// <summary>
    /// 1 check the cached robots.txt; 2 acquire the host's gate; 3 if robots.txt is missing or older than a day, fetch it and
    /// start over (may end Deferred); 4 else make the request and classify the response.
    /// </summary>
    /// <param name="request">What to request.</param>
    /// <param name="classify">Returns the refusal that a response contains; null for a document, or if its error status stands.</param>
    /// <param name="holder">Name of the worker, stored with the gate.</param>
    /// <param name="beginAsync">Called once, before the first request or a refusal by robots.txt.</param>
    /// <param name="cancellationToken">Cancels the request; the gate is still released.</param>
    public async Task<SourceResult> SendAsync(
        SourceRequest request,
        Func<SourceResponse, Refusal?> classify,
        string holder,
        Func<CancellationToken, Task> beginAsync,
        CancellationToken cancellationToken)
    {
        var host = request.Url.Authority;
        for (var begun = false; ; begun = true)
        {
            // 1
            var known = await robots.FindAsync(host, cancellationToken);
            if (Forbidden(known, request.Url) is { } forbidden)
            {
                if (!begun)
                    await beginAsync(cancellationToken);
                return new SourceResult.Completed(forbidden, null);
            }

            // 2
            var acquired = await gate.AcquireAsync(host, holder, cancellationToken);
            if (acquired is GateResult.Busy busy)
                return new SourceResult.Deferred(busy.Until, busy.Why);
            var held = (GateResult.Acquired)acquired;
            var token = held.Token;
            var result = default(FetchResult);
            try
            {
                if (!begun)
                    await beginAsync(cancellationToken);
                if (known is not { IsFresh: true })
                    known = await robots.FindAsync(host, cancellationToken);

                // 3
                if (known is not { IsFresh: true })
                    result = await FetchRobotsAsync(request.Url, classify, hasCopy: known is not null, cancellationToken);
                // 4
                else if (Forbidden(known, request.Url) is null)
                    result = ResponseClassification.Apply(await retriever.FetchAsync(request, known.Rules, cancellationToken), classify);
                // robots.txt forbids the redirect target only: the host's other addresses are not paused.
                if (result is FetchResult.Refused { Reason: Reason.Robots } hop)
                {
                    var left = known!.Left;
                    var error = $"{hop.Error} It is fetched again {Within(left)}.";
                    return new SourceResult.Completed(new FetchResult.HostPaused(Reason.Robots, error, hop.Status, left), held);
                }
            }
            finally
            {
                if (result is not FetchResult.HostPaused)
                    await gate.ReleaseAsync(host, token, success: false, CancellationToken.None);
            }
            if (result is FetchResult.HostPaused paused)
            {
                var pause = await gate.PauseAsync(host, token, paused.Pause, paused.Reason, CancellationToken.None);
                result = paused with { Pause = pause.Left };
            }
            if (result is not null)
                return new SourceResult.Completed(result, held);
        }
    }

    /// <summary>
    /// Resets the host's refusal count once the response proved good; no effect if another request has acquired the gate since.
    /// </summary>
    /// <param name="host">The authority of the request's address.</param>
    /// <param name="held">The gate of that request, from <see cref="SourceResult.Completed"/>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task ResetRefusalsAsync(string host, GateResult.Acquired held, CancellationToken cancellationToken) =>
        held.Refusals == 0 ? Task.CompletedTask : gate.ReleaseAsync(host, held.Token, success: true, cancellationToken);

    /// <summary>Pauses the host if the response turned out to be a refusal once it was parsed.</summary>
    /// <param name="host">The authority of the request's address.</param>
    /// <param name="held">The gate of that request, from <see cref="SourceResult.Completed"/>.</param>
    /// <param name="reason">Why the response was refused; without effect if that is no reason for a pause.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task PauseIfRefusedAsync(string host, GateResult.Acquired held, Reason reason, CancellationToken cancellationToken)
    {
        if (RefusalPause.IsDue(reason))
            await gate.PauseAsync(host, held.Token, RefusalPause.Default, reason, cancellationToken);
    }

    private static FetchResult.HostPaused? Forbidden(RobotsCache.Known? known, Uri url) =>
        known is not { IsFresh: true } || known.Rules.Allows(url)
            ? null
            : new FetchResult.HostPaused(
                Reason.Robots,
                $"{url.Host}'s robots.txt does not allow {url.AbsolutePath}; it is fetched again {Within(known.Left)}.",
                null, known.Left);

    private static string Within(TimeSpan left) => $"within {(int)Math.Ceiling(left.TotalHours)} h";

    /// <returns>Null once the rules are known, else why the host cannot be requested.</returns>
    private async Task<FetchResult?> FetchRobotsAsync(
        Uri url, Func<SourceResponse, Refusal?> classify, bool hasCopy, CancellationToken cancellationToken)
    {
        var host = url.Authority;
        var response = await retriever.FetchAsync(
            new SourceRequest(new Uri(url, "/robots.txt"), RobotsHeaders), RobotsRules.None, cancellationToken);
        // An outage with status 404 does not mean that everything is allowed.
        if (response is FetchResult.Refused)
            response = ResponseClassification.Apply(response, classify);
        var status = response.HttpStatus;
        if (response is FetchResult.Fetched fetched)
        {
            await robots.StoreAsync(host, fetched.Status, fetched.Decoded, cancellationToken);
            Log.Fetched(log, host, fetched.Status);
            return null;
        }
        if (status is { } none && HasNone(response))
        {
            await robots.StoreAsync(host, none, null, cancellationToken);
            Log.Fetched(log, host, none);
            return null;
        }
        Log.NotFetched(log, host, response.ErrorText);
        if (response is FetchResult.HostPaused { Reason: not Reason.ServerError } or FetchResult.Refused { Status: null })
            return response;
        if (hasCopy && response is not FetchResult.HostPaused)
        {
            await robots.ExtendAsync(host, cancellationToken);
            return null;
        }
        // Unreachable: the cause is the network, not robots.txt.
        if (response is FetchResult.Failed { Status: null })
            return response;
        var requestedPause = (response as FetchResult.HostPaused)?.Pause ?? (response as FetchResult.Failed)?.RetryAfter;
        var why = status == 200
            ? $"{url.Host}'s robots.txt cannot be read; requests wait until it can."
            : $"{url.Host} did not return its robots.txt (HTTP {status}); requests wait until it does.";
        if (status is 200 or 404 or 410 || response is FetchResult.Refused { Reason: Reason.Redirect })
            why += " " + response.ErrorText;
        return new FetchResult.HostPaused(
            Reason.Robots, why, status, requestedPause > RobotsPause ? requestedPause.Value : RobotsPause);
    }

    /// <summary>By its status, and no words against it, the host has no robots.txt: everything is allowed.</summary>
    private static bool HasNone(FetchResult response) =>
        response is FetchResult.Refused { Status: >= 400 }
            or FetchResult.HostPaused { Reason: Reason.Forbidden, Status: < 500 }
            // A site's own "not found" page has forms and scripts that look like a wall.
            or FetchResult.HostPaused { Reason: Reason.Challenge or Reason.Consent, Status: 404 or 410 }
            or FetchResult.Failed { Status: 204 };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Fetched robots.txt of {Host}: HTTP {Status}.")]
        public static partial void Fetched(ILogger logger, string host, int status);

        [LoggerMessage(2, LogLevel.Information, "Could not fetch robots.txt of {Host}: {Error}")]
        public static partial void NotFetched(ILogger logger, string host, string? error);
    }
}
