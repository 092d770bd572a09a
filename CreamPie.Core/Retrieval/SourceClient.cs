using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using Microsoft.Extensions.Logging;

namespace CreamPie.Core.Retrieval;

/// <summary>
/// The one way to ask a source: in its host's turn, only what its robots.txt allows, and with the answer judged before
/// anybody takes it for a document. Whatever happens, the host's gate is given back: freed, or paused if the host asked for it.
/// </summary>
public sealed partial class SourceClient(HostGate gate, RobotsCache robots, Retriever retriever, ILogger<SourceClient> log)
{
    private static readonly TimeSpan RobotsPause = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<string, string> RobotsHeaders = new() { ["Accept"] = "text/plain" };

    /// <summary>
    /// 1 see whether the known robots.txt forbids it; 2 take the host's gate; 3 ask, and judge the answer; or, if nobody
    /// has read robots.txt for a day, 4 read it in this turn, and begin again: the document may have to wait for the next.
    /// </summary>
    /// <param name="classify">Tells a refusal with status 200 from a document; null for a document.</param>
    /// <param name="holder">Who asks, for the gate.</param>
    /// <param name="beginAsync">Called once, before anything is asked for or forbidden.</param>
    public async Task<SourceResponse> SendAsync(
        SourceRequest request,
        Func<SourceAnswer, Refusal?> classify,
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
                return new SourceResponse.Completed(forbidden, null);
            }

            // 2
            var turn = await gate.AcquireAsync(host, holder, cancellationToken);
            if (turn is GateResult.Busy busy)
                return new SourceResponse.Deferred(busy.Until, busy.Why);
            var token = ((GateResult.Acquired)turn).Token;
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
                    result = AnswerClassification.Apply(await retriever.FetchAsync(request, known.Rules, cancellationToken), classify);
                // It forbids this address, as it may forbid a first one: the others of the host may be asked for.
                if (result is FetchResult.Refused { Reason: Reason.Robots } hop)
                    return new SourceResponse.Completed(new FetchResult.HostPaused(Reason.Robots, $"{hop.Error} It is fetched again after a day.", hop.Status, known!.Left), token);
            }
            finally
            {
                if (result is not FetchResult.HostPaused)
                    await gate.ReleaseAsync(host, token, success: false, CancellationToken.None);
            }
            if (result is FetchResult.HostPaused paused)
                result = paused with { Pause = (await gate.PauseAsync(host, token, paused.Pause, paused.Reason, CancellationToken.None)).Left };
            if (result is not null)
                return new SourceResponse.Completed(result, token);
        }
    }

    /// <summary>The answer was what was asked for: earlier refusals of its host no longer count.</summary>
    /// <param name="gateToken">Of the visit that brought the answer.</param>
    public Task ConfirmAsync(SourceRequest request, long gateToken, CancellationToken cancellationToken) =>
        gate.ReleaseAsync(request.Url.Authority, gateToken, success: true, cancellationToken);

    private static FetchResult.HostPaused? Forbidden(RobotsCache.Known? known, Uri url) => known is not { IsFresh: true } || known.Rules.Allows(url)
        ? null
        : new FetchResult.HostPaused(Reason.Robots, $"{url.Host}'s robots.txt does not allow {url.AbsolutePath}; it is fetched again after a day.", null, known.Left);

    /// <returns>Null once the rules are known; else why the host cannot be asked for anything.</returns>
    private async Task<FetchResult?> ReadRobotsAsync(Uri url, bool hasCopy, CancellationToken cancellationToken)
    {
        var host = url.Authority;
        var answer = await retriever.FetchAsync(new SourceRequest(new Uri(url, "/robots.txt"), RobotsHeaders), RobotsRules.None, cancellationToken);
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
            // Nobody is there at all: that is what is wrong, and not what robots.txt says.
            case FetchResult.Failed { Status: null }:
                return answer;
            default:
                var asked = (answer as FetchResult.HostPaused)?.Pause ?? (answer as FetchResult.Failed)?.RetryAfter;
                var wait = asked > RobotsPause ? asked.Value : RobotsPause;
                var sent = answer is FetchResult.Refused { Reason: Reason.Redirect, Error: var why } ? " " + why : "";
                return new FetchResult.HostPaused(Reason.Robots, $"{url.Host} did not return its robots.txt (HTTP {status}); requests wait until it does.{sent}", status, wait);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "robots.txt of {Host} was asked for: HTTP {Status}.")]
        public static partial void Read(ILogger logger, string host, int? status);
    }
}
