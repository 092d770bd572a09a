using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;

namespace CreamPie.Core.Sources.Formats.Json;

/// <summary>For sources that answer with JSON: recognizes host notices in HTML or plain words, and truncated JSON.</summary>
internal static class JsonRefusal
{
    public static Refusal? Of(SourceResponse response)
    {
        if (PageRefusal.Of(response) is { } refusal)
            return refusal;
        if (!response.MayBeDocument)
            return null;
        var body = response.Body.Span.TrimStart("\uFEFF"u8).Trim(" \t\r\n"u8);
        return body is [(byte)'{', .. var rest] && rest is not [.., (byte)'}']
            ? new Refusal(Reason.Truncated, "The JSON is truncated; a retry may return all of it.")
            : null;
    }
}
