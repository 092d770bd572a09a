using System.Text.Json;
using CreamPie.Core.Sources.AlphaVantage;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Json;
using CreamPie.Core.Sources.Formats.Text;
using CreamPie.Core.Sources.Yahoo.Chart;
using CreamPie.Core.Sources.Yahoo.Page;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>Parses any document that can be dropped, recognized by its content, whatever its name.</summary>
internal static class DocumentParser
{
    /// <summary>Raised whenever the same bytes would parse differently; covers CSV and charts as well as pages.</summary>
    public const int Version = PageResponse.Version + AlphaVantageResponse.Version + DroppedCsv.Version;

    public static ParseResult Parse(ParseInput input, CancellationToken cancellationToken) => AlphaVantageResponse.IsLike(input.Bytes.Span)
        ? AlphaVantageResponse.Parse(input)
        : DocumentText.Read(input, text => Read(text, input, cancellationToken));

    private static ParseResult Read(ReadOnlyMemory<char> text, ParseInput input, CancellationToken cancellationToken) =>
        text.Span.TrimStart() switch
        {
            [] => DocumentText.Empty,
            ['<', ..] when !DroppedCsv.HasBracketedHeader(text.Span) => PageParser.Parse(text, input, cancellationToken),
            ['{' or '[', ..] => ReadJson(text.ToString(), input),
            _ => ReadText(text.ToString(), input, cancellationToken),
        };

    private static ParseResult ReadJson(string text, ParseInput input)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return text.Contains("\"chart\"", StringComparison.Ordinal)
                ? new ParseResult.Refused(Reason.Truncated, "The chart JSON is truncated or malformed; a complete response is required.")
                : new ParseResult.Refused(Reason.ContentType, "This is not valid JSON, nor a page or CSV.");
        }
        using (json)
        {
            if (json.RootElement.At("chart").ValueKind != JsonValueKind.Object)
            {
                return new ParseResult.Refused(
                    Reason.ContentType,
                    $"This JSON is not a chart response: only Yahoo's chart JSON ({ChartPayload.Form}) can be read.");
            }
            return Check(ChartPayload.Read(json.RootElement, actionsRequested: null), input);
        }
    }

    private static ParseResult ReadText(string text, ParseInput input, CancellationToken cancellationToken)
    {
        if (text.Length <= HostNotice.ShortText && HostNotice.OfText(text) is { } notice)
            return notice;
        return DroppedCsv.LooksLikeCsv(text)
            ? Check(DroppedCsv.Parse(text, input.Symbol, input.FileName, cancellationToken), input)
            : DocumentText.NoHistory;
    }

    private static ParseResult Check(ParseResult result, ParseInput input)
    {
        if (result is not ParseResult.Parsed { Document: var document })
            return result;
        if (document.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The document has no row with a close.");
        if (!DailySpacing.IsDaily(document.Rows))
            return new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
        if ((input.Symbol ?? SymbolCheck.Own(document)) is not { } wanted)
            return SymbolCheck.NoSymbol;
        return document.Listing.Symbol is { } stated && !wanted.Is(stated) ? SymbolCheck.Mismatch(stated, wanted) : result;
    }
}
