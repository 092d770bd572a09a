using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Html;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>A CSV parsed by settings: headers, numbers and dates match them, or the whole file is refused.</summary>
internal static class CsvTemplateFile
{
    public const string TextName = "csv";

    public static ParseResult Parse(ParseInput input, CsvTemplateOptions options, CancellationToken cancellationToken) =>
        DocumentText.Read(input, text => Read(text.Span, input, options, cancellationToken));

    private static ParseResult Read(
        ReadOnlySpan<char> text, ParseInput input, CsvTemplateOptions options, CancellationToken cancellationToken)
    {
        var content = text.TrimStart();
        if (content.IsEmpty)
            return new ParseResult.Refused(Reason.ContentType, "The file is empty: a CSV with a header is expected.");
        if (content[0] is '<' or '{' or '[')
        {
            return new ParseResult.Refused(
                Reason.ContentType, "The response is HTML or JSON instead of CSV: check Sources__Csv__UrlTemplate.");
        }
        if (content.Length <= HostNotice.ShortText && options.NoDataText.Length > 0
            && content.StartsWith(options.NoDataText, StringComparison.OrdinalIgnoreCase))
        {
            var message = $"The source says \"{options.NoDataText}\": it has no data for this symbol or these dates.";
            return new ParseResult.Refused(Reason.SymbolUnknown, message) { IsEmpty = true };
        }

        var csv = new CsvReader(text, options.DelimiterCharacter, cancellationToken);
        var layout = LayoutShape.Table("csv", csv.Header);
        var columns = new CsvTemplateHeader(options.Columns, csv.Header);
        if (columns.Problem is { } missing)
            return new ParseResult.Refused(csv.Header.Length < 2 ? Reason.ContentType : Reason.Layout, missing) { Layout = layout };

        var rows = new CsvTemplateRows(columns.Columns, options);
        while (csv.MoveNext())
            rows.Read(csv.Current);
        if (!csv.IsEnded && (options.EndsWithNewLine || rows.LastIsShort))
        {
            return new ParseResult.Refused(
                Reason.Truncated,
                "The last line is incomplete: the file is truncated "
                + "(or never ends with a new line: Sources__Csv__EndsWithNewLine=false).");
        }
        if (rows.Problem is { } problem)
            return new ParseResult.Refused(Reason.Layout, problem) { Layout = layout };
        if (rows.Rows.Count == 0)
            return new ParseResult.Refused(Reason.EmptyUnexpected, "The file has no row with a close.");
        if (!DailySpacing.IsDaily(rows.Rows))
            return new ParseResult.Refused(Reason.Basis, DailySpacing.Refusal);
        var listing = new Listing(input.Symbol?.Value, Currency: options.Currency, TimeZone: options.TimeZone);
        var days = SessionDays.OfDates(rows.Rows, ExchangeZone.Of(listing, input.Symbol));
        if (days.Refused is { } unclear)
            return unclear;
        var basis = CsvBasis.Of(rows, options.KnownBasis, exporter: null);
        if (basis.Contradiction is { } contradiction)
            return new ParseResult.Refused(Reason.Basis, $"{contradiction} Check Sources__Csv__Basis.");
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            basis.Basis,
            Precise: true,
            ListsActions: rows.ListsActions,
            CapturedAt: null,
            listing,
            rows.Rows,
            rows.Actions,
            days.Doubt is { } doubt ? [.. rows.Errors, doubt] : rows.Errors,
            [],
            layout)
        {
            BasisProved = basis.IsProved,
            BasisNote = basis.IsProved ? basis.Note : "Nothing proves the basis of the prices: set Sources__Csv__Basis.",
        });
    }
}
