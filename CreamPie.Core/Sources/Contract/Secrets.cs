using System.Text;

namespace CreamPie.Core.Sources.Contract;

/// <summary>A key that stands in a request's address must not come back in with the answer.</summary>
internal static class Secrets
{
    public const string Masked = "***";

    /// <summary>Some hosts repeat the key in their notices: such an answer is not kept.</summary>
    public static Refusal? Repeated(SourceAnswer answer, string? secret) =>
        secret is { Length: > 0 } && answer.Body.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
            ? new Refusal(Reason.ServerError, "The response contains the API key, which must not be archived; it is not a price history.")
            : null;

    /// <summary>A text with the key, plain or as addresses write it, masked.</summary>
    public static string Mask(string text, string? secret) => secret is not { Length: > 0 } ? text : text
        .Replace(secret, Masked, StringComparison.OrdinalIgnoreCase)
        .Replace(Uri.EscapeDataString(secret), Masked, StringComparison.OrdinalIgnoreCase);
}
