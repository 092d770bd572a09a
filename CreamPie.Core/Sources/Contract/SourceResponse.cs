namespace CreamPie.Core.Sources.Contract;

/// <summary>A source's response with status 200, before anything is archived.</summary>
/// <param name="Url">The final address, after redirects.</param>
/// <param name="ContentType">The Content-Type header, with its charset; null without one.</param>
/// <param name="Body">Decoded, of any length up to 32 MB.</param>
public sealed record SourceResponse(Uri Url, string? ContentType, ReadOnlyMemory<byte> Body);

/// <summary>
/// What a host says instead of a document. Consent, Challenge, RateLimited and Forbidden pause the host for all stocks and
/// count against no document; any other reason (ServerError, Truncated) is a failed attempt, which is retried.
/// </summary>
/// <param name="Reason">Why there is no document.</param>
/// <param name="Error">One sentence, with nothing of the response that could be a secret.</param>
/// <param name="Pause">How long to pause the host, if it says so; null for the default.</param>
public sealed record Refusal(Reason Reason, string Error, TimeSpan? Pause = null);
