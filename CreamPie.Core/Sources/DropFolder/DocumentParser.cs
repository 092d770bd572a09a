using System.Text.Json;
using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>Any document that a source of ours can bring, told apart by its content, whatever its name says.</summary>
internal static class DocumentParser
{
    /// <summary>Raised whenever the same bytes would be read differently.</summary>
    public const int Version = 3;

    private const int ShortText = 2_000;

    internal static readonly ParseResult.Refused NoSymbol = new(
        Reason.FileName,
        $"The document can be read, but its file's name has no symbol: name it like AAPL.csv or 2025-06-16_TSLA.html. {Symbol.Rules}");

    public static ParseResult Parse(ParseInput input, CancellationToken cancellationToken)
    {
        var (text, refused) = DocumentText.Rent(input);
        if (text is null)
            return refused!;
        using (text)
        {
            return WithDamage(Parse(text.Characters, input, cancellationToken), text.Damaged);
        }
    }

    private static ParseResult Parse(ReadOnlyMemory<char> text, ParseInput input, CancellationToken cancellationToken)
    {
        var content = text.Span.TrimStart();
        if (content.IsEmpty)
            return new ParseResult.Refused(Reason.ContentType, "The document is empty: a history page, a CSV or a chart JSON is expected.");

        return content[0] switch
        {
            '<' => PageParser.Parse(text, input, cancellationToken),
            '{' or '[' => ParseJson(text.ToString(), input),
            _ => ParseText(text.ToString(), input, cancellationToken),
        };
    }

    internal static ParseResult.Refused Mismatch(string own, Symbol wanted) => new(
        Reason.SymbolMismatch, $"The document is of {(own.Length > 40 ? own[..40] : own)}, but {wanted} was asked for or is the file's name.");

    private static ParseResult ParseJson(string text, ParseInput input)
    {
        if (input.FromNetwork)
            return new ParseResult.Refused(Reason.ContentType, "The answer is JSON where a page was expected.");
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return text.Contains("\"chart\"", StringComparison.Ordinal)
                ? new ParseResult.Refused(Reason.Truncated, "The chart JSON is cut or broken: a whole answer is needed.")
                : new ParseResult.Refused(Reason.ContentType, "This is no valid JSON, and no page or CSV either.");
        }
        using (json)
        {
            if (json.RootElement.At("chart").ValueKind != JsonValueKind.Object)
                return new ParseResult.Refused(Reason.ContentType, "This JSON is no chart answer: only Yahoo's chart JSON ({\"chart\":{\"result\":...}}) can be read.");
            return CheckFile(ChartPayload.Read(json.RootElement, asksActions: null), input);
        }
    }

    private static ParseResult ParseText(string text, ParseInput input, CancellationToken cancellationToken)
    {
        if (text.Length <= ShortText && PageKind.ServiceMessage(text) is { } message)
            return message;
        if (input.FromNetwork || !CsvParser.LooksLikeCsv(text))
            return new ParseResult.Refused(Reason.ContentType, "This is plain text, no history: an HTML page, a CSV or a chart JSON is expected.");
        return CheckFile(CsvParser.Parse(text, cancellationToken), input);
    }

    private static ParseResult CheckFile(ParseResult result, ParseInput input)
    {
        if (result is not ParseResult.Parsed { Document: var document })
            return result;
        if (document.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The document has no row with a close.");
        if (!DailySpacing.IsDaily(document.Rows))
            return new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
        if (input.Symbol is not { } wanted)
            return NoSymbol;
        return document.Listing.Symbol is { } told && !PageSymbol.Is(told, wanted)
            ? Mismatch(told, wanted)
            : result;
    }

    /// <summary>Characters that could not be decoded are a doubt about whatever was read.</summary>
    internal static ParseResult WithDamage(ParseResult result, int damaged) => damaged > 0 && result is ParseResult.Parsed { Document: var document }
        ? new ParseResult.Parsed(document with
        {
            Errors = [.. document.Errors, new RowError(null, null, $"{damaged} characters are not valid UTF-8.", RowProblem.Document)],
        })
        : result;
}
