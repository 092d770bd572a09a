using System.Globalization;
using System.Net.Sockets;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Retrieval.Politeness;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>
/// Makes one complete request: under one deadline for headers and body, not below the minimum rate, within the limits of
/// <see cref="RetrievalOptions"/>, with the body in memory as received and verified to be complete. Throttling and
/// retries are up to the caller; sources are requested through <see cref="SourceClient"/>.
/// </summary>
public sealed class Retriever(IOptions<RetrievalOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait before a redirect, during which a worker and the host's gate are taken.</summary>
    private static readonly TimeSpan LongestHopWait = TimeSpan.FromSeconds(5);

    private readonly RetrievalOptions _options = options.Value;
    private readonly BodyReader _body = new(options.Value, time);
    private readonly HttpMessageInvoker _http = new(OutboundConnections.CreateHandler(options.Value));

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Makes the request; <paramref name="robots"/> limits redirects and sets the minimum delay before each.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<FetchResult> FetchAsync(SourceRequest request, RobotsRules robots, CancellationToken cancellationToken)
    {
        if (Redirects.Check(request.Url, _options.AllowPrivateNetworks) is { } refused)
            return refused;
        using var deadline = new CancellationTokenSource(_options.TotalTimeout, time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await FollowAsync(request, robots, attempt.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && FailureOf(e, request.Url.Host) is { } failure)
        {
            return failure;
        }
    }

    private async Task<FetchResult> FollowAsync(SourceRequest request, RobotsRules robots, CancellationToken cancellationToken)
    {
        var url = request.Url;
        var delay = robots.CrawlDelay > _options.MinDelay ? robots.CrawlDelay : _options.MinDelay;
        for (var hop = 0; ; hop++)
        {
            if (hop > 0)
                await Task.Delay(delay, time, cancellationToken);
            using var response = await SendAsync(url, request.Headers, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return status == 200
                    ? await ReadAsync(response, url, cancellationToken)
                    : await WithWordsAsync(Refusal(response, status, url.Host), response, url, cancellationToken);
            }
            var next = new Uri(url, location);
            if (Redirects.Check(url, next, status, hop, _options.AllowPrivateNetworks) is { } end)
                return end;
            if (!robots.Allows(next))
            {
                return new FetchResult.Refused(
                    Reason.Robots, $"{url.Host} redirects to {next.AbsolutePath}, which its robots.txt does not allow.", status);
            }
            // A later attempt would request the first address again and get the same redirect.
            if (delay > LongestHopWait || delay * (hop + 1) >= _options.TotalTimeout)
            {
                var why = TooFar(url.Host, request.Public(next.AbsolutePath), delay, ours: delay == _options.MinDelay);
                return new FetchResult.Refused(Reason.Redirect, why, status);
            }
            url = next;
        }
    }

    private static string TooFar(string host, string path, TimeSpan delay, bool ours)
    {
        var reason = ours ? "Retrieval__MinDelaySeconds" : "its robots.txt: Crawl-delay";
        var remedy = ours ? $", or Retrieval__MinDelaySeconds to {LongestHopWait.TotalSeconds} or less" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{host} redirects to {path}, and {delay.TotalSeconds:0.#} s must lie between two requests to it ({reason}): "
            + $"too long to wait in one request's turn. Set the source's address to where it redirects{remedy}.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri url, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        foreach (var (name, value) in headers)
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
        using var headerDeadline = new CancellationTokenSource(_options.ConnectTimeout, time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, headerDeadline.Token);
        return await _http.SendAsync(message, attempt.Token);
    }

    private async Task<FetchResult> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("after-headers");
        var (body, problem) = await _body.ReadAsync(response.Content, "mid-body", cancellationToken);
        if (body is null)
        {
            return problem == Reason.TooLarge
                ? new FetchResult.Refused(Reason.TooLarge, $"{url.Host} sent more than {_options.WireLimit} bytes.", 200)
                : new FetchResult.Failed(
                    Reason.Network,
                    $"{url.Host} sent less than {_options.MinBytesPerSecond} bytes a second over {_options.RateWindowSeconds} s.",
                    200, null);
        }
        var headers = HeadersOf(response);
        var coding = CodingOf(headers);
        try
        {
            return new FetchResult.Fetched(
                body, headers.GetValueOrDefault("Content-Type"), coding, url, 200, response.Headers.Date?.UtcDateTime, headers)
            {
                Decoded = ContentCoding.Decode(body, coding, _options.DecodeLimits),
            };
        }
        catch (UndecodableBodyException e)
        {
            return e.Reason == Reason.Truncated
                ? new FetchResult.Failed(e.Reason, $"{url.Host}: {e.Message}", 200, null)
                : new FetchResult.Refused(e.Reason, $"{url.Host}: {e.Message}", 200);
        }
    }

    /// <summary>
    /// Adds what came with a status that would end the document: only the words tell an outage or a bot check from an unknown
    /// symbol. What cannot be read leaves the status to decide.
    /// </summary>
    private async Task<FetchResult> WithWordsAsync(
        FetchResult result, HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        if (result is not FetchResult.Refused { Status: { } status } refused)
            return result;
        var headers = HeadersOf(response);
        try
        {
            if ((await _body.ReadAsync(response.Content, passes: null, cancellationToken)).Bytes is not { } body)
                return result;
            var decoded = ContentCoding.Decode(body, CodingOf(headers), _options.DecodeLimits);
            return refused with { Response = new SourceResponse(url, headers.GetValueOrDefault("Content-Type"), decoded, status) };
        }
        catch (Exception e) when (e is UndecodableBodyException or IOException or HttpRequestException)
        {
            return refused;
        }
    }

    private static string? CodingOf(Dictionary<string, string> headers) =>
        headers.GetValueOrDefault("Content-Encoding")?.ToLowerInvariant() switch
        {
            null or "" or "identity" => null,
            "x-gzip" => "gzip",
            var other => other,
        };

    private FetchResult Refusal(HttpResponseMessage response, int status, string host)
    {
        var retryAfter = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;
        var wait = RetryAfter.Parse(retryAfter, RetryAfter.Now(response.Headers.Date, time.Now()), _options.MinRetryAfter);
        return status switch
        {
            404 or 410 => new FetchResult.Refused(Reason.SymbolUnknown, $"{host} has no such page (HTTP {status}).", status),
            429 => new FetchResult.HostPaused(
                Reason.RateLimited, $"{host} got too many requests (HTTP 429).", status, wait ?? DefaultPause),
            401 or 403 or 451 or 999 => new FetchResult.HostPaused(
                Reason.Forbidden, $"{host} refused the request (HTTP {status}).", status, RefusalPause.Default),
            503 when wait is { } pause =>
                new FetchResult.HostPaused(Reason.ServerError, $"{host} is unavailable (HTTP 503 with Retry-After).", status, pause),
            408 or 425 or < 400 or >= 500 => new FetchResult.Failed(Reason.ServerError, $"{host} returned HTTP {status}.", status, wait),
            _ => new FetchResult.Refused(Reason.ServerError, $"{host} rejected the request (HTTP {status}).", status),
        };
    }

    /// <summary>Without cookies: they are secrets, and none is ever sent.</summary>
    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!name.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
                headers[name] = values.ToString();
        }
        return headers;
    }

    /// <returns>Null if it is not a network failure.</returns>
    private FetchResult? FailureOf(Exception exception, string host)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ConnectionRefusedException:
                    return new FetchResult.Refused(Reason.Network, $"{host} was not contacted: {e.Message}", null);
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return new FetchResult.Failed(
                        Reason.Truncated, $"{host} closed the connection before the end of its response.", null, null);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return new FetchResult.Refused(Reason.TooLarge, $"{host} sent too many headers.", null);
                case OperationCanceledException or TimeoutException:
                    return new FetchResult.Failed(
                        Reason.Network,
                        $"{host} did not respond in time (headers within {_options.ConnectTimeoutSeconds} s, "
                        + $"everything within {_options.TotalTimeoutSeconds} s).",
                        null, null);
                case SocketException socket:
                    return new FetchResult.Failed(Reason.Network, $"{host} cannot be reached: {socket.SocketErrorCode}.", null, null);
            }
        }
        return exception is HttpRequestException or IOException
            ? new FetchResult.Failed(Reason.Network, $"The connection to {host} failed: {exception.GetBaseException().Message}", null, null)
            : null;
    }
}
