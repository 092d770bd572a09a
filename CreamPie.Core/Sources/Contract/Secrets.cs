using System.Text;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Keeps the key of a request's address out of what comes back with the response.</summary>
internal static class Secrets
{
    public const string Masked = "***";

    /// <summary>
    /// Refuses a response that repeats the key, as some hosts' notices do: it must not be archived. One with an error status
    /// never is.
    /// </summary>
    public static Refusal? Repeated(SourceResponse response, string? secret) =>
        secret is { Length: > 0 } && response.MayBeDocument && response.Body.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
            ? new Refusal(Reason.ServerError, "The response contains the API key, which must not be archived; it is not a price history.")
            : null;

    /// <summary>A text with the key, plain or as addresses write it, masked.</summary>
    public static string Mask(string text, string? secret) => secret is not { Length: > 0 } ? text : text
        .Replace(secret, Masked, StringComparison.OrdinalIgnoreCase)
        .Replace(Uri.EscapeDataString(secret), Masked, StringComparison.OrdinalIgnoreCase);
}
