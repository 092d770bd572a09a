namespace CreamPie.Core.Sources.Contract;

/// <summary>What a source answered with status 200, before anything of it is archived.</summary>
/// <param name="Url">Where it came from in the end, redirects followed.</param>
/// <param name="ContentType">As the server said it, with its charset; null if it said none.</param>
/// <param name="Body">Decoded, of any length up to 32 MB.</param>
public sealed record SourceAnswer(Uri Url, string? ContentType, ReadOnlyMemory<byte> Body);

/// <summary>
/// What a host says in place of a document. Consent, Challenge, RateLimited and Forbidden pause the host for all stocks and
/// charge no document; any other reason (ServerError, Truncated) is a failed attempt, which is made again later.
/// </summary>
/// <param name="Reason">Why there is no document.</param>
/// <param name="Error">One sentence for a person, without anything of the answer that could be a secret.</param>
/// <param name="Pause">How long the host is to be left alone, if it said so; null for the usual.</param>
public sealed record Refusal(Reason Reason, string Error, TimeSpan? Pause = null);
