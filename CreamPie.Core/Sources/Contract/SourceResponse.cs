namespace CreamPie.Core.Sources.Contract;

/// <summary>
/// What a source returned, before anything is archived: with status 200 a document, or words in its place; with an error
/// status the words that came with it.
/// </summary>
/// <param name="Url">The final address, after redirects.</param>
/// <param name="ContentType">The Content-Type header, with its charset; null without one.</param>
/// <param name="Body">Decoded, of any length up to 32 MB.</param>
/// <param name="Status">HTTP status: 200, or one that says that a retry would not succeed, like 404.</param>
public sealed record SourceResponse(Uri Url, string? ContentType, ReadOnlyMemory<byte> Body, int Status = 200)
{
    /// <summary>False with an error status: then no body is a document, however large it is and wherever it ends.</summary>
    public bool MayBeDocument => Status == 200;
}

/// <summary>
/// What a host says instead of a document. Consent, Challenge, RateLimited and Forbidden pause the host for all stocks and
/// count against no document; any other reason (ServerError, Truncated) is a failed attempt, which is retried.
/// </summary>
/// <param name="Reason">Why there is no document.</param>
/// <param name="Error">One sentence, with nothing of the response that could be a secret.</param>
/// <param name="Pause">How long to pause the host, if it says so; null for the default.</param>
public sealed record Refusal(Reason Reason, string Error, TimeSpan? Pause = null);
