using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>The end of one request. Cancellation is an exception, never a result.</summary>
public abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>HTTP status of the answer; null if there was none.</summary>
    public int? HttpStatus => this switch
    {
        Fetched f => f.Status,
        Failed f => f.Status,
        HostPaused p => p.Status,
        Refused r => r.Status,
        _ => null,
    };

    /// <param name="Body">Exactly as received, possibly compressed.</param>
    /// <param name="ContentEncoding">"gzip" or null.</param>
    /// <param name="ServerDate">The Date header, UTC.</param>
    public sealed record Fetched(
        byte[] Body,
        string? ContentType,
        string? ContentEncoding,
        Uri Url,
        int Status,
        DateTime? ServerDate,
        IReadOnlyDictionary<string, string> Headers) : FetchResult
    {
        /// <summary>The body without its coding; the same array if it has none.</summary>
        public required byte[] Decoded { get; init; }

        /// <summary>As it may be kept: without the key of the request, wherever the host repeats it outside the body.</summary>
        public Fetched Public(SourceRequest request) => request.Secret is null ? this : this with
        {
            Url = new Uri(request.Public(Url.AbsoluteUri)),
            Headers = Headers.ToDictionary(h => h.Key, h => request.Public(h.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>May succeed later: another attempt is due, and charged.</summary>
    public sealed record Failed(Reason Reason, string Error, int? Status, TimeSpan? RetryAfter) : FetchResult;

    /// <summary>The host wants no requests for a while: everybody waits. Nobody is charged, unless it cannot serve (ServerError).</summary>
    public sealed record HostPaused(Reason Reason, string Error, int? Status, TimeSpan Pause) : FetchResult;

    /// <summary>Will not succeed by trying again.</summary>
    public sealed record Refused(Reason Reason, string Error, int? Status) : FetchResult;
}
