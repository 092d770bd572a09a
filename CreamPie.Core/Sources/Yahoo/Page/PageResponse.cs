using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>Parses the response to the request for a history page.</summary>
internal static class PageResponse
{
    /// <summary>Raised whenever the same bytes, of a page or of what is embedded in one, would parse differently.</summary>
    public const int Version = 4;

    public static ParseResult Parse(ParseInput input, CancellationToken cancellationToken) =>
        DocumentText.Read(input, text => Read(text, input, cancellationToken));

    private static ParseResult Read(ReadOnlyMemory<char> text, ParseInput input, CancellationToken cancellationToken) =>
        text.Span.TrimStart() switch
        {
            [] => DocumentText.Empty,
            ['<', ..] => PageParser.Parse(text, input, cancellationToken),
            ['{' or '[', ..] => new ParseResult.Refused(Reason.ContentType, "The response is JSON instead of a page."),
            _ => (text.Length <= HostNotice.ShortText ? HostNotice.OfText(text.ToString()) : null) ?? DocumentText.NoHistory,
        };
}
