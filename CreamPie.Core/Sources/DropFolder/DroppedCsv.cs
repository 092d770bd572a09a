using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// A CSV of daily bars with the headers Date (or Datetime), Open, High, Low, Close, Adj Close, Volume, in any order, and
/// optionally Dividends, Stock Splits and Capital Gains. Dates are ISO (SessionDays reads their times) or seconds since 1970,
/// numbers invariant: nothing is guessed. The basis of its prices is <see cref="CsvBasis"/>'s to say.
/// </summary>
internal static class DroppedCsv
{
    public const string TextName = "csv";

    /// <summary>Raised whenever the same CSV would parse differently.</summary>
    public const int Version = 1;

    private const int MostShown = 100;
    private const int MostUnknown = 5;

    public static bool LooksLikeCsv(ReadOnlySpan<char> text)
    {
        var header = text.TrimStart();
        var end = header.IndexOf('\n');
        return (end < 0 ? header : header[..end]).IndexOfAny(',', ';', '\t') > 0;
    }

    public static ParseResult Parse(string text, Symbol? symbol, string? fileName, CancellationToken cancellationToken)
    {
        var csv = new CsvReader(text, ',', cancellationToken);
        var columns = HistoryColumns.Bind(csv.Header);
        if (columns.Date < 0 || columns.Close < 0 || columns.Twice is not null)
        {
            return new ParseResult.Refused(
                Reason.Layout,
                $"The header \"{Excerpt.Of(string.Join(",", csv.Header), MostShown)}\" is not that of a price history: "
                + "Date,Open,High,Low,Close,Adj Close,Volume is expected, each once.")
            {
                Layout = LayoutShape.Table("csv", csv.Header),
            };
        }

        var rows = new DroppedCsvRows(columns);
        while (csv.MoveNext())
            rows.Read(csv.Current);
        if (!csv.IsEnded && rows.LastIsShort)
            return new ParseResult.Refused(Reason.Truncated, "The last line of the file is truncated; the complete file is required.");
        if (rows.Problem is { } problem)
            return new ParseResult.Refused(Reason.Layout, problem);
        if (rows.IsIntraday)
        {
            return new ParseResult.Refused(
                Reason.Basis,
                "The file has several rows per day, at different times: only daily bars are loaded; "
                + "choose the daily interval at the source.");
        }
        var days = SessionDays.Of(rows.Stamps, ExchangeZone.Of(Listing.Unknown, symbol));
        if (days.Refused is { } unclear)
            return unclear;
        if (!days.AreWritten(rows.Stamps))
        {
            rows = new DroppedCsvRows(columns, days.Days);
            csv = new CsvReader(text, ',', cancellationToken);
            while (csv.MoveNext())
                rows.Read(csv.Current);
        }
        var listsActions = columns.Dividends >= 0 && columns.Splits >= 0;
        var told = fileName is null ? null : ToldBasis.Of(fileName).Basis;
        if (told is null && symbol is { } known && CsvExporter.PaysNothing(known))
            told = PriceBasis.SplitAdjusted;
        var basis = CsvBasis.Of(rows.Rows, rows.Actions, listsActions, told, CsvExporter.BasisOf(columns, csv.Header, fileName));
        if (basis.Contradiction is { } contradiction)
            return new ParseResult.Refused(Reason.Basis, contradiction);
        if (basis.Basis == PriceBasis.FullyAdjusted && told is null)
            return new ParseResult.Refused(Reason.Basis, CsvExporter.FullyAdjusted);
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            basis.Basis,
            Precise: true,
            ListsActions: listsActions,
            CapturedAt: null,
            Listing.Unknown,
            rows.Rows,
            rows.Actions,
            [.. rows.Errors, .. NotRead(columns), .. days.Doubt is { } doubt ? [doubt] : Array.Empty<RowError>()],
            [],
            LayoutShape.Table("csv", csv.Header))
        {
            BasisProved = basis.IsProved,
            BasisNote = basis.Note,
        });
    }

    /// <summary>Whatever an unknown column says, it is lost.</summary>
    private static IEnumerable<RowError> NotRead(HistoryColumns columns) => columns.AllUnknown
        .Where(header => !CsvExporter.IsFlag(header))
        .Take(MostUnknown)
        .Select(header => new RowError(
            null, null, $"The column \"{Excerpt.Of(header, MostShown)}\" is unknown: it was not read.", RowProblem.Document));
}
