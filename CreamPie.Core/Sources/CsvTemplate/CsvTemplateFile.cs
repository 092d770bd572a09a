using CreamPie.Core.Market;
using CreamPie.Core.Parsing;

namespace CreamPie.Core.Sources;

/// <summary>A CSV read by settings: headers, numbers and dates are as they say, or the whole file is refused.</summary>
internal static class CsvTemplateFile
{
    public const string TextName = "csv";
    private const int ShortText = 2_000;

    public static ParseResult Parse(ParseInput input, CsvTemplateOptions options, CancellationToken cancellationToken)
    {
        var (decoded, refused) = DocumentText.Rent(input);
        using (decoded)
            return decoded is null ? refused! : Parse(decoded, input, options, cancellationToken);
    }

    private static ParseResult Parse(DecodedText decoded, ParseInput input, CsvTemplateOptions options, CancellationToken cancellationToken)
    {
        var text = decoded.Characters.Span;
        var content = text.TrimStart();
        if (content.IsEmpty)
            return new ParseResult.Refused(Reason.ContentType, "The file is empty: a CSV with a header is expected.");
        if (content[0] is '<' or '{' or '[')
            return new ParseResult.Refused(Reason.ContentType, "The response is HTML or JSON instead of CSV: check Sources__Csv__UrlTemplate.");
        if (content.Length <= ShortText && options.NoDataText.Length > 0 && content.StartsWith(options.NoDataText, StringComparison.OrdinalIgnoreCase))
            return new ParseResult.Refused(Reason.SymbolUnknown, $"The source says \"{options.NoDataText}\": it has no data for this symbol or these dates.") { IsEmpty = true };

        var lines = content.EnumerateLines();
        lines.MoveNext();
        var fields = new Range[CsvLine.MaxFields];
        var header = new CsvLine(lines.Current, fields, options.DelimiterCharacter);
        var names = new string[header.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = header[i].ToString();
        var layout = LayoutShape.Table("csv", names);
        var columns = new CsvTemplateMap(options.Columns, names);
        if (columns.Problem is { } missing)
            return new ParseResult.Refused(names.Length < 2 ? Reason.ContentType : Reason.Layout, missing) { Layout = layout };

        var rows = new CsvTemplateRows(columns, options);
        while (lines.MoveNext())
        {
            if ((rows.Lines & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!lines.Current.IsWhiteSpace())
                rows.Read(new CsvLine(lines.Current, fields, options.DelimiterCharacter));
        }
        var isEnded = text[^1] is '\n' or '\r';
        if (!isEnded && (options.EndsWithNewLine || rows.LastIsShort))
        {
            return new ParseResult.Refused(
                Reason.Truncated, "The last line is incomplete: the file is truncated (or never ends with a new line: Sources__Csv__EndsWithNewLine=false).");
        }
        if (rows.Problem is { } problem)
            return new ParseResult.Refused(Reason.Layout, problem) { Layout = layout };
        if (rows.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The file has no row with a close.");
        if (!DailySpacing.IsDaily(rows.Rows))
            return new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
        if (decoded.Damaged > 0)
            rows.Errors.Add(new RowError(null, null, $"{decoded.Damaged} characters are not valid UTF-8.", RowProblem.Document));
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            options.Basis,
            Precise: true,
            TellsActions: columns.TellsActions,
            CapturedAt: null,
            new Listing(input.Symbol?.Value, Currency: options.Currency, TimeZone: options.TimeZone),
            rows.Rows,
            rows.Actions,
            rows.Errors,
            [],
            layout));
    }
}
