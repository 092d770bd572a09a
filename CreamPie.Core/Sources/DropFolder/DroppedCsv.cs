using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// A CSV of daily bars. Its columns are those of <see cref="HistoryColumns"/> in any order, in the words of <see cref="CsvWords"/>,
/// too; <see cref="CsvForm"/> decides how days and numbers are written, SessionDays of which session a time is, and
/// <see cref="CsvBasis"/> on which basis the prices are. What any of them leaves open is refused, or told.
/// </summary>
internal static class DroppedCsv
{
    public const string TextName = "csv";

    /// <summary>Raised whenever the same CSV would parse differently.</summary>
    public const int Version = 4;

    private const string OtherExport =
        "The file is an export of longer, as-traded or total-return bars, by its name: only daily bars adjusted for splits are loaded "
        + "(AAPL_1d_splits.csv).";

    private const int MostShown = 100;
    private const int MostUnknown = 5;

    public static bool LooksLikeCsv(ReadOnlySpan<char> text)
    {
        var header = text.TrimStart();
        var end = header.IndexOf('\n');
        return (end < 0 ? header : header[..end]).IndexOfAny(CsvDelimiter.All) >= 0;
    }

    /// <summary>True for &lt;DATE&gt;,&lt;OPEN&gt;: no tag of a page is followed by a delimiter and the next one.</summary>
    public static bool HasBracketedHeader(ReadOnlySpan<char> text)
    {
        var header = text.TrimStart();
        var end = header.IndexOf('>') + 1;
        return end > 0 && end + 1 < header.Length && CsvDelimiter.All.Contains(header[end]) && header[end + 1] == '<';
    }

    public static ParseResult Parse(string text, Symbol? symbol, string? fileName, CancellationToken cancellationToken)
    {
        ReadOnlySpan<char> content = text;
        var delimiter = CsvDelimiter.Of(ref content);
        var csv = new CsvReader(content, delimiter, cancellationToken);
        var header = CsvHeader.Of(csv);
        var layout = LayoutShape.Table("csv", header.Names);
        if (CsvSymbol.Several(header.Tickers) is { } several)
            return several;
        if (!header.IsHistory)
        {
            return new ParseResult.Refused(
                Reason.Layout,
                $"The header \"{Excerpt.Of(string.Join(",", header.Names), MostShown)}\" is not that of a price history: "
                + "Date,Open,High,Low,Close,Adj Close,Volume is expected, each once.")
            {
                Layout = layout,
            };
        }
        for (var i = 0; i < header.MoreLines; i++)
            csv.MoveNext();
        var form = CsvForm.Of(csv, content, header);
        if (form.Refused is { } undecided)
            return undecided with { Layout = layout };

        var rows = Read(csv, new DroppedCsvRows(header, form));
        if (!csv.IsEnded && rows is { LastIsShort: true, LastIsNote: false })
            return new ParseResult.Refused(Reason.Truncated, "The last line of the file is truncated; the complete file is required.");
        if (rows.Problem is { } problem)
            return new ParseResult.Refused(Reason.Layout, problem);
        if (CsvSymbol.Several(rows.Symbols) is { } mixed)
            return mixed;
        var zone = ExchangeZone.Of(Listing.Unknown, symbol);
        var days = SessionDays.Of(rows.Stamps, zone);
        // By the days of the sessions: midnights of London in UTC fall on one day twice a year.
        if (rows.OtherPeriod is not null || rows.IsIntraday(days.Refused is null ? days.Days : [.. rows.Stamps.Select(s => s.Day)]))
        {
            return new ParseResult.Refused(
                Reason.Basis,
                (rows.OtherPeriod is { } period ? $"The file says that its period is {period}" : "The file has several rows per day, at "
                    + "different times") + ": only daily bars are loaded; choose the daily interval at the source.");
        }
        if (days.Refused is { } unclear)
            return unclear;
        if (!days.AreWritten(rows.Stamps))
            rows = Read(csv, new DroppedCsvRows(header, form, days.Days));
        return Document(header, rows, days.Doubt, symbol, fileName, layout);
    }

    private static DroppedCsvRows Read(CsvReader csv, DroppedCsvRows rows)
    {
        while (csv.MoveNext())
            rows.Read(csv.Current);
        return rows;
    }

    private static ParseResult Document(
        CsvHeader header, DroppedCsvRows rows, RowError? doubt, Symbol? symbol, string? fileName, string layout)
    {
        var columns = header.Columns;
        var name = ToldBasis.Of(fileName ?? "");
        var told = name.Basis;
        if (told is null && symbol is { } known && CsvExporter.PaysNothing(known))
            told = PriceBasis.SplitAdjusted;
        var isOwnForm = CsvExporter.IsOwnForm(header);
        if (isOwnForm && ToldBasis.IsOtherExport(fileName ?? ""))
            return new ParseResult.Refused(Reason.Basis, OtherExport);
        var basis = CsvBasis.Of(rows, told, CsvExporter.BasisOf(header, rows.Rows, fileName));
        if (basis.Contradiction is { } contradiction)
            return new ParseResult.Refused(Reason.Basis, contradiction);
        if (basis.Basis == PriceBasis.FullyAdjusted && told is null)
            return new ParseResult.Refused(Reason.Basis, CsvExporter.FullyAdjusted);
        var isTold = told is not null || rows.Rows.Exists(r => r.Bar.AdjClose is not null);
        if ((name.IsUnproved || (isOwnForm && !isTold)) && basis.Basis == PriceBasis.SplitAdjusted)
            basis = CsvBasis.NotProved;
        RowError?[] doubts = [doubt, CsvExporter.OwnTicker(fileName)];
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            basis.Basis,
            Precise: rows.IsPrecise,
            ListsActions: rows.ListsActions,
            CapturedAt: null,
            CsvSymbol.Of(rows.Symbols, symbol) is { } own ? new Listing(own) : Listing.Unknown,
            rows.Rows,
            rows.Actions,
            [.. rows.Errors, .. NotRead(columns), .. doubts.OfType<RowError>()],
            [],
            layout)
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
