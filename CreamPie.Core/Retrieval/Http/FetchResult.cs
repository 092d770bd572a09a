using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Result of one request. Cancellation is an exception, never a result.</summary>
public abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>HTTP status; null without a response.</summary>
    public int? HttpStatus => this switch
    {
        Fetched f => f.Status,
        Failed f => f.Status,
        HostPaused p => p.Status,
        Refused r => r.Status,
        _ => null,
    };

    /// <summary>Why there is no complete response, one sentence; null if there is one.</summary>
    public string? ErrorText => this switch
    {
        Failed f => f.Error,
        HostPaused p => p.Error,
        Refused r => r.Error,
        _ => null,
    };

    /// <summary>A complete response with status 200.</summary>
    /// <param name="Body">Exactly as received, possibly compressed.</param>
    /// <param name="ContentType">Content-Type header; null without one.</param>
    /// <param name="ContentEncoding">"gzip" or null.</param>
    /// <param name="Url">Final URL after redirects.</param>
    /// <param name="Status">HTTP status.</param>
    /// <param name="ServerDate">Date header, UTC; null without one.</param>
    /// <param name="Headers">Response headers without cookies; case-insensitive names.</param>
    public sealed record Fetched(
        byte[] Body,
        string? ContentType,
        string? ContentEncoding,
        Uri Url,
        int Status,
        DateTime? ServerDate,
        IReadOnlyDictionary<string, string> Headers) : FetchResult
    {
        /// <summary>The decoded body; the same array if it has no coding.</summary>
        public required byte[] Decoded { get; init; }

        /// <summary>The result without the request's secret wherever the host repeats it outside of the body.</summary>
        public Fetched Public(SourceRequest request) => request.Secret is null ? this : this with
        {
            Url = new Uri(request.Public(Url.AbsoluteUri)),
            Headers = Headers.ToDictionary(h => h.Key, h => request.Public(h.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>May succeed later: retried, and counted as an attempt.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Error">The reason as one sentence.</param>
    /// <param name="Status">HTTP status; null without a response.</param>
    /// <param name="RetryAfter">Minimum wait that the host requested; null if it requested none.</param>
    public sealed record Failed(Reason Reason, string Error, int? Status, TimeSpan? RetryAfter) : FetchResult;

    /// <summary>
    /// The host pauses all requests to it; or robots.txt disallows this address, and the host itself is not paused. Not counted
    /// as an attempt, unless the host is unavailable (ServerError).
    /// </summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Error">The reason as one sentence.</param>
    /// <param name="Status">HTTP status; null without a response.</param>
    /// <param name="Pause">How long.</param>
    public sealed record HostPaused(Reason Reason, string Error, int? Status, TimeSpan Pause) : FetchResult;

    /// <summary>A retry would not succeed.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Error">The reason as one sentence.</param>
    /// <param name="Status">HTTP status; null without a response.</param>
    public sealed record Refused(Reason Reason, string Error, int? Status) : FetchResult
    {
        /// <summary>What came with an error status; null if it could not be read, or if the status was not the cause.</summary>
        public SourceResponse? Response { get; init; }
    }
}
