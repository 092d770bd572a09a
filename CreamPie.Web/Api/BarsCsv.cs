using System.Globalization;
using System.Text;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Web.Api;

/// <summary>
/// Bars as CSV: one header, whatever the interval and the adjustment. The basis of the prices is in the header X-Basis of the response
/// and in the file's name, by which our own drop folder imports daily split-adjusted bars and refuses any others. An adjusted close
/// stands beside split-adjusted prices only: repeated beside total-return prices it would prove to any importer that nothing was paid.
/// Dates and numbers only: no cell can be a formula. Empty is unknown.
/// </summary>
internal static class BarsCsv
{
    public const string Header = "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits";

    private const int TypicalRow = 72;

    public static byte[] Of(BarSeries series)
    {
        var csv = new StringBuilder(Header, TypicalRow * ((series.Bars?.Count ?? 0) + 2)).Append("\r\n");
        foreach (var row in series.Rows ?? [])
        {
            Append(csv, row, series.Adjust);
            csv.Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    public static void Append(StringBuilder csv, BarRow row, PriceAdjustment adjust) => csv.Append(
        CultureInfo.InvariantCulture,
        $"{row.Date:yyyy-MM-dd},{row.Open},{row.High},{row.Low},{row.Close},{(adjust == PriceAdjustment.All ? null : row.AdjClose)},"
        + $"{row.Volume},{row.DivCash},{SplitOf(row)}");

    /// <summary>
    /// Importing a file again must not prove a basis: the name of one that is not proved says so to the importer. The name of a part
    /// of the history has its first and its last day.
    /// </summary>
    /// <returns>Without the format's ending.</returns>
    public static string FileName(BarSeries series, SeriesRequest request)
    {
        var isWhole = request is { From: null, To: null, After: null } && series.Next is null;
        var days = !isWhole && series.Bars is { Count: > 0 } bars
            ? string.Create(CultureInfo.InvariantCulture, $"_{bars[0].Date:yyyy-MM-dd}_{bars[^1].Date:yyyy-MM-dd}")
            : "";
        return series.Source == SourceName.Unproved
            ? $"{series.Symbol}{(series.Interval == "1d" ? "" : $"_{series.Interval}")}{days}.{ToldBasis.Unproved}"
            : $"{series.Symbol}_{series.Interval}_{series.Adjust.ToString().ToLowerInvariant()}{days}";
    }

    /// <summary>As all writers of this header have it: 0 on days without a split.</summary>
    private static double? SplitOf(BarRow row) => row.SplitFactor == 1 ? 0 : row.SplitFactor;
}
