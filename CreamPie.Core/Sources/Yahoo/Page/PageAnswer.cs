using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>What came from the network where a history page was asked for.</summary>
internal static class PageAnswer
{
    /// <summary>Raised whenever the same bytes would be read differently: of a page, and of what is embedded in one.</summary>
    public const int Version = 3;

    public static ParseResult Parse(ParseInput input, CancellationToken cancellationToken) =>
        DocumentText.Read(input, text => Read(text, input, cancellationToken));

    private static ParseResult Read(ReadOnlyMemory<char> text, ParseInput input, CancellationToken cancellationToken) => text.Span.TrimStart() switch
    {
        [] => DocumentText.Empty,
        ['<', ..] => PageParser.Parse(text, input, cancellationToken),
        ['{' or '[', ..] => new ParseResult.Refused(Reason.ContentType, "The response is JSON instead of a page."),
        _ => (text.Length <= HostNotice.ShortText ? HostNotice.OfText(text.ToString()) : null) ?? DocumentText.NoHistory,
    };
}
