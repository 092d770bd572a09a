using System.Text.Json;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Formats.Json;

/// <summary>Parses a response from the network that must be JSON, or says what it is instead.</summary>
internal static class JsonResponse
{
    /// <param name="input">From the network.</param>
    /// <param name="form">What was expected, for the error sentence.</param>
    /// <param name="read">Receives the root; the document is disposed afterwards.</param>
    /// <returns>The result of <paramref name="read"/>, with a doubt if the text is damaged.</returns>
    public static ParseResult Read(ParseInput input, string form, Func<JsonElement, ParseResult> read)
    {
        var (json, damaged, refused) = Open(input, form);
        if (json is null)
            return refused!;
        using (json)
            return DocumentText.WithDamage(read(json.RootElement), damaged);
    }

    /// <param name="input">From the network.</param>
    /// <param name="form">What was expected, for the error sentence.</param>
    /// <returns>The JSON, to be disposed, and how many characters could not be decoded; or why it is not JSON.</returns>
    public static (JsonDocument? Json, int Damaged, ParseResult.Refused? Refused) Open(ParseInput input, string form)
    {
        var (text, damaged, refused) = DocumentText.Decode(input);
        if (text is null)
            return (null, 0, refused);
        var content = text.AsMemory().TrimStart();
        if (content.IsEmpty)
            return (null, 0, new(Reason.ContentType, $"The response is empty: JSON ({form}) is expected."));
        if (content.Span[0] == '<')
            return (null, 0, PageInstead(text, form));
        if (content.Span[0] is not ('{' or '['))
        {
            return (null, 0, (content.Length <= HostNotice.ShortText ? HostNotice.OfText(text) : null)
                ?? new(Reason.ContentType, $"The response is plain text instead of JSON ({form})."));
        }
        try
        {
            return (JsonDocument.Parse(content), damaged, null);
        }
        catch (JsonException)
        {
            return (null, 0, new(Reason.Truncated, $"The JSON is truncated or malformed; a complete response ({form}) is required."));
        }
    }

    private static ParseResult.Refused PageInstead(string text, string form) =>
        PageRefusal.Notice(text) ?? new(Reason.ContentType, $"The response is HTML instead of JSON ({form}).");
}
