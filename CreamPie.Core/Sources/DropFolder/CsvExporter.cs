using System.Text.RegularExpressions;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Formats.History;

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

    /// <summary>Null if several exporters write this form.</summary>
    public static PriceBasis? BasisOf(HistoryColumns columns, IReadOnlyList<string> header, string? fileName)
    {
        if (columns.AdjClose < 0)
        {
            return IsYfinance(columns, header) || (fileName is not null && columns.Known == 6 && StooqName().IsMatch(fileName))
                ? PriceBasis.FullyAdjusted
                : null;
        }
        // Yahoo's "ichart" of before 2017. Other writers put Adj Close last, too, after other orders (pandas-datareader).
        return columns.Unknown is null && columns.Count == 7
            && IsOrder(columns.Date, columns.Open, columns.High, columns.Low, columns.Close, columns.Volume, columns.AdjClose)
            ? PriceBasis.AsTraded
            : null;
    }

    /// <summary>True for indices, currencies, futures and coins: adjusted for dividends or not, their prices are the same.</summary>
    public static bool PaysNothing(Symbol symbol) => NoDividends().IsMatch(symbol.Value);

    /// <summary>yfinance's mark of a row that it repaired; it says nothing about the other columns.</summary>
    public static bool IsFlag(string header) => header.Trim().Trim('"').Equals("Repaired?", StringComparison.OrdinalIgnoreCase);

    /// <summary>history() lists actions beside its prices; download() sorts its columns. Both adjust for dividends by default.</summary>
    private static bool IsYfinance(HistoryColumns columns, IReadOnlyList<string> header) =>
        (columns.Dividends >= 0 && header.Any(h => h.Trim().Trim('"').Equals("Stock Splits", StringComparison.OrdinalIgnoreCase)))
        || IsOrder(columns.Date, columns.Close, columns.High, columns.Low, columns.Open, columns.Volume);

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
}
