using System.Text.RegularExpressions;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.History;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// What is known of those who write CSV files, by the set and the order of their columns and by their file names. A form that
/// several of them share says nothing: Date,Open,High,Low,Close,Volume is Stooq's (adjusted for dividends), Google's and
/// MarketWatch's (not adjusted for them).
/// </summary>
internal static partial class CsvExporter
{
    public const string FullyAdjusted =
        "The prices are also adjusted for dividends, as yfinance (by default) and Stooq write them. Save the file with both closes "
        + "(yfinance: auto_adjust=False), or name it like AAPL.split.csv if they are adjusted for splits only.";

    /// <summary>Of the newest row, adjusted close / close: beyond these a split came after it, not some years of dividends.</summary>
    private const double LeastOfDividends = 0.85, MostOfDividends = 1.02;

    /// <summary>
    /// Our own CSV, and yfinance's of both closes, by its columns. Ours leaves the adjusted closes empty where the prices are as traded or
    /// total return, or no dividend is known: then only its name tells the basis.
    /// </summary>
    public static bool IsOwnForm(CsvHeader header) =>
        header.Columns is { AdjClose: >= 0, Dividends: >= 0 } && Has(header, "Adj Close") && Has(header, "Stock Splits");

    /// <summary>Null if several exporters write this form.</summary>
    public static PriceBasis? BasisOf(CsvHeader header, IReadOnlyList<ParsedRow> rows, string? fileName)
    {
        var columns = header.Columns;
        var hasAdjusted = rows.Any(r => r.Bar.AdjClose is not null);
        if ((IsStooq(header) || IsStooq(columns, fileName)) && !rows.Any(r => r.Bar.AdjClose is { } a && !Price.Same(a, r.Bar.Close)))
            return PriceBasis.FullyAdjusted;
        // An empty column says nothing.
        if (!hasAdjusted)
        {
            return IsYfinance(header) ? PriceBasis.FullyAdjusted
                : Has(header, "split_coefficient") ? PriceBasis.AsTraded
                : null;
        }
        // Alpha Vantage, Tiingo and Quandl write closes as traded, and their splits beside them; EODHD writes no splits.
        if (Has(header, "split_coefficient") || Has(header, "splitFactor") || Has(header, "Split Ratio"))
            return PriceBasis.AsTraded;
        if (Has(header, "adjusted_close"))
            return IsAdjustedAfter(rows) ? PriceBasis.AsTraded : null;
        if (columns.Unknown is not null || !Has(header, "Adj Close"))
            return null;
        // Yahoo's "ichart" of before 2017. Other writers put Adj Close last, too, after other orders (pandas-datareader).
        return columns.Count == 7
            && IsOrder(columns.Date, columns.Open, columns.High, columns.Low, columns.Close, columns.Volume, columns.AdjClose)
            ? PriceBasis.AsTraded
            : IsYahoo(columns) ? PriceBasis.SplitAdjusted : null;
    }

    /// <summary>Nasdaq.com alone writes Close/Last, and dates as in the United States. Null for every other form.</summary>
    public static DayOrder? OrderOf(IReadOnlyList<string> header) =>
        header.Contains("Close/Last", StringComparer.OrdinalIgnoreCase) ? DayOrder.MonthDayYear : null;

    /// <summary>True for the headers of trading programs and of Stooq's bulk files: &lt;DATE&gt;,&lt;CLOSE&gt;.</summary>
    public static bool IsBracketed(IReadOnlyList<string> header) => header.All(name => name is ['<', .., '>']);

    /// <summary>True for indices, currencies, futures and coins: adjusted for dividends or not, their prices are the same.</summary>
    public static bool PaysNothing(Symbol symbol) => NoDividends().IsMatch(symbol.Value);

    /// <summary>yfinance's mark of a row that it repaired; it says nothing about the other columns.</summary>
    public static bool IsFlag(string header) => header.Trim().Trim('"').Equals("Repaired?", StringComparison.OrdinalIgnoreCase);

    /// <summary>Investing.com names its files by tickers of its own, which may be the symbol of another share.</summary>
    public static RowError? OwnTicker(string? fileName) => fileName is null || !InvestingName().IsMatch(fileName) ? null : new(
        null, null,
        "The symbol is the ticker of Investing.com in the file's name, which is another one for some indices and for shares outside "
        + "the United States: if it is, name the file like VOD.L.csv.",
        RowProblem.Document);

    /// <summary>history() lists actions beside its prices; download() sorts its columns. Both adjust for dividends by default.</summary>
    private static bool IsYfinance(CsvHeader header) =>
        (header.Columns is { Dividends: >= 0, AdjClose: < 0 } && Has(header, "Stock Splits"))
        || IsOrder(
            header.Columns.Date, header.Columns.Close, header.Columns.High, header.Columns.Low, header.Columns.Open, header.Columns.Volume);

    /// <summary>Its download of 2017 to 2024 and yfinance, then pandas-datareader, then yfinance since it sorts.</summary>
    private static bool IsYahoo(HistoryColumns c) =>
        IsOrder(c.Date, c.Open, c.High, c.Low, c.Close, c.AdjClose, c.Volume)
        || IsOrder(c.Date, c.High, c.Low, c.Open, c.Close, c.Volume, c.AdjClose)
        || IsOrder(c.Date, c.AdjClose, c.Close, c.High, c.Low, c.Open, c.Volume);

    /// <summary>Its bulk files, and those of its Polish site.</summary>
    private static bool IsStooq(CsvHeader header) =>
        (Has(header, "<PER>") && Has(header, "<DATE>") && Has(header, "<OPENINT>")) || Has(header, "Najwyzszy");

    private static bool IsStooq(HistoryColumns columns, string? fileName) =>
        fileName is not null && columns.Known - (columns.AdjClose < 0 ? 0 : 1) == 6 && StooqName().IsMatch(fileName);

    private static bool IsAdjustedAfter(IReadOnlyList<ParsedRow> rows)
    {
        var known = rows.Where(r => r.Bar is { AdjClose: not null, Close: > 0 }).Select(r => r.Bar).ToList();
        return known.Count > 0 && known.MaxBy(b => b.Date) is { } newest
            && newest.AdjClose / newest.Close is < LeastOfDividends or > MostOfDividends;
    }

    private static bool Has(CsvHeader header, string name) => header.Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsOrder(params ReadOnlySpan<int> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 || (i > 0 && places[i] <= places[i - 1]))
                return false;
        }
        return true;
    }

    /// <summary>^GSPC, EURUSD=X, ES=F, BTC-USD</summary>
    [GeneratedRegex(@"^\^|=[XF]$|-(USD|EUR|GBP|JPY|USDT|BTC)$", RegexOptions.CultureInvariant)]
    private static partial Regex NoDividends();

    /// <summary>aapl_us_d.csv</summary>
    [GeneratedRegex(@"^[a-z0-9.^-]+_[a-z]{2}_d( ?\(\d+\))?\.csv$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StooqName();

    /// <summary>AAPL Historical Data.csv</summary>
    [GeneratedRegex(@"^[A-Z]{1,5} Historical Data\b", RegexOptions.CultureInvariant)]
    private static partial Regex InvestingName();
}
