using System.Text.Json;
using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>An answer from the network that must be JSON: what it is instead, if it is not.</summary>
internal static class JsonAnswer
{
    private const int ShortText = 2_000;

    /// <param name="form">What was expected, for a person.</param>
    /// <returns>What <paramref name="read"/> makes of it, and a doubt where its text is damaged.</returns>
    public static ParseResult Read(ParseInput input, string form, Func<JsonElement, ParseResult> read, CancellationToken cancellationToken)
    {
        var (json, damaged, refused) = Open(input, form, cancellationToken);
        if (json is null)
            return refused!;
        using (json)
            return DocumentParser.WithDamage(read(json.RootElement), damaged);
    }

    /// <param name="form">What was expected, for a person.</param>
    public static (JsonDocument? Json, int Damaged, ParseResult.Refused? Refused) Open(ParseInput input, string form, CancellationToken cancellationToken)
    {
        var (text, damaged, refused) = DocumentText.Decode(input);
        if (text is null)
            return (null, 0, refused);
        var content = text.AsMemory().TrimStart();
        if (content.IsEmpty)
            return (null, 0, new(Reason.ContentType, $"The answer is empty: JSON ({form}) is expected."));
        if (content.Span[0] == '<')
            return (null, 0, PageInstead(text, form, cancellationToken));
        if (content.Span[0] is not ('{' or '['))
        {
            return (null, 0, (content.Length <= ShortText ? PageKind.ServiceMessage(text) : null)
                ?? new(Reason.ContentType, $"The answer is plain text, where JSON ({form}) is expected."));
        }
        try
        {
            return (JsonDocument.Parse(content), damaged, null);
        }
        catch (JsonException)
        {
            return (null, 0, new(Reason.Truncated, $"The JSON is cut or broken: a whole answer ({form}) is needed."));
        }
    }

    /// <summary>A page in place of JSON is told apart only where the source says something with it.</summary>
    private static ParseResult.Refused PageInstead(string text, string form, CancellationToken cancellationToken)
    {
        var said = PageScan.Read(text.AsMemory(), cancellationToken) is { } page ? PageKind.Refuse(page, text) : null;
        return said is { Reason: Reason.Consent or Reason.Challenge or Reason.RateLimited or Reason.ServerError }
            ? said
            : new(Reason.ContentType, $"The answer is a page (HTML), where JSON ({form}) is expected.");
    }
}
