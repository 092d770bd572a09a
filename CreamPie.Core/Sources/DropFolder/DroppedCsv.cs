using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Csv;
using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// A CSV of daily bars with the headers Date (or Datetime), Open, High, Low, Close, Adj Close, Volume, in any order, and
/// optionally Dividends, Stock Splits and Capital Gains. Dates are ISO, numbers invariant: nothing is guessed.
/// </summary>
internal static class DroppedCsv
{
    public const string TextName = "csv";
    private const int MostShown = 100;

    public static bool LooksLikeCsv(ReadOnlySpan<char> text)
    {
        var header = text.TrimStart();
        var end = header.IndexOf('\n');
        return (end < 0 ? header : header[..end]).IndexOfAny(',', ';', '\t') > 0;
    }

    public static ParseResult Parse(string text, CancellationToken cancellationToken)
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

        // yfinance's default leaves no other trace: its OHLC are scaled by the missing Adj Close / Close.
        if (columns.Dividends >= 0 && columns.AdjClose < 0)
        {
            return new ParseResult.Refused(
                Reason.Basis,
                "The file has dividends but no Adj Close, so its prices are also adjusted for dividends. "
                + "Save it with both closes (yfinance: auto_adjust=False).");
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
        return new ParseResult.Parsed(new ParsedDocument(
            TextName,
            // Yahoo's old "ichart" files put Adj Close last, and their prices were as traded.
            columns.AdjClose > columns.Volume && columns.Volume >= 0 ? PriceBasis.AsTraded : PriceBasis.SplitAdjusted,
            Precise: true,
            ListsActions: columns.Dividends >= 0 && columns.Splits >= 0,
            CapturedAt: null,
            Listing.Unknown,
            rows.Rows,
            rows.Actions,
            rows.Errors,
            [],
            LayoutShape.Table("csv", csv.Header)));
    }
}
