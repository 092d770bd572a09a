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
    /// 1 check the cached robots.txt; 2 acquire the host's gate; 3 make the request and classify the response; or, if the
    /// cached robots.txt is older than a day, 4 fetch it instead and start over: the document may have to wait for the
    /// next slot.
    /// </summary>
    /// <param name="request">What to request.</param>
    /// <param name="classify">Returns the refusal that a response with status 200 contains; null for a document.</param>
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
            var token = ((GateResult.Acquired)acquired).Token;
            var result = default(FetchResult);
            try
            {
                if (!begun)
                    await beginAsync(cancellationToken);
                if (known is not { IsFresh: true })
                    known = await robots.FindAsync(host, cancellationToken);

                // 3, 4
                if (known is not { IsFresh: true })
                    result = await ReadRobotsAsync(request.Url, hasCopy: known is not null, cancellationToken);
                else if (Forbidden(known, request.Url) is null)
                    result = ResponseClassification.Apply(await retriever.FetchAsync(request, known.Rules, cancellationToken), classify);
                // robots.txt forbids the redirect target only: the host's other addresses are not paused.
                if (result is FetchResult.Refused { Reason: Reason.Robots } hop)
                {
                    var error = $"{hop.Error} It is fetched again after a day.";
                    return new SourceResult.Completed(
                        new FetchResult.HostPaused(Reason.Robots, error, hop.Status, known!.Left), token);
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
                return new SourceResult.Completed(result, token);
        }
    }

    /// <summary>Releases the gate after a good response, and resets the host's count of refusals.</summary>
    /// <param name="request">The request that was answered.</param>
    /// <param name="gateToken">The gate's token of that request, from <see cref="SourceResult.Completed"/>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task ConfirmAsync(SourceRequest request, long gateToken, CancellationToken cancellationToken) =>
        gate.ReleaseAsync(request.Url.Authority, gateToken, success: true, cancellationToken);

    private static FetchResult.HostPaused? Forbidden(RobotsCache.Known? known, Uri url) =>
        known is not { IsFresh: true } || known.Rules.Allows(url)
            ? null
            : new FetchResult.HostPaused(
                Reason.Robots, $"{url.Host}'s robots.txt does not allow {url.AbsolutePath}; it is fetched again after a day.",
                null, known.Left);

    /// <returns>Null once the rules are known, else why the host cannot be requested.</returns>
    private async Task<FetchResult?> ReadRobotsAsync(Uri url, bool hasCopy, CancellationToken cancellationToken)
    {
        var host = url.Authority;
        var answer = await retriever.FetchAsync(
            new SourceRequest(new Uri(url, "/robots.txt"), RobotsHeaders), RobotsRules.None, cancellationToken);
        var status = answer.HttpStatus;
        Log.Read(log, host, status);
        switch (answer)
        {
            case FetchResult.Fetched fetched:
                await robots.StoreAsync(host, 200, fetched.Decoded, cancellationToken);
                return null;
            case not null when status is 204 or (>= 400 and < 500 and not 429):
                await robots.StoreAsync(host, status.Value, null, cancellationToken);
                return null;
            case FetchResult.HostPaused { Reason: not Reason.ServerError } or FetchResult.Refused { Status: null }:
                return answer;
            case not (null or FetchResult.HostPaused) when hasCopy:
                await robots.ExtendAsync(host, cancellationToken);
                return null;
            // Unreachable: the cause is the network, not robots.txt.
            case FetchResult.Failed { Status: null }:
                return answer;
            default:
                var requestedPause = (answer as FetchResult.HostPaused)?.Pause ?? (answer as FetchResult.Failed)?.RetryAfter;
                var wait = requestedPause > RobotsPause ? requestedPause.Value : RobotsPause;
                var sent = answer is FetchResult.Refused { Reason: Reason.Redirect, Error: var why } ? " " + why : "";
                return new FetchResult.HostPaused(
                    Reason.Robots, $"{url.Host} did not return its robots.txt (HTTP {status}); requests wait until it does.{sent}",
                    status, wait);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Fetched robots.txt of {Host}: HTTP {Status}.")]
        public static partial void Read(ILogger logger, string host, int? status);
    }
}
