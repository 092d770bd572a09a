using System.Globalization;
using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Tests.Sources.Formats.Csv;

/// <summary>Daily prices in whole cents, divided by what was adjusted, in Yahoo's columns.</summary>
internal static class BasisSamples
{
    public const string YahooHeader = "Date,Open,High,Low,Close,Adj Close,Volume";

    private static readonly DateOnly First = new(2024, 1, 1);

    /// <param name="days">From 2024-01-01.</param>
    /// <param name="close">Over the price as traded.</param>
    /// <param name="adjClose">The same of the adjusted close; null if it is the close.</param>
    /// <param name="write">A price as text.</param>
    /// <param name="more">What follows the volume.</param>
    public static string Bars(
        int days, Func<int, double> close, Func<int, double>? adjClose, Func<double, string> write, string header = YahooHeader,
        Func<int, string>? more = null)
    {
        var csv = new StringBuilder(header + "\n");
        for (var i = 0; i < days; i++)
        {
            string Of(int cents, double factor) => write((4_000 + 37 * (i % 50) + cents) / 100.0 * factor);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{First.AddDays(i):yyyy-MM-dd},{Of(3, close(i))},{Of(21, close(i))},{Of(-14, close(i))},{Of(0, close(i))},")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{Of(0, (adjClose ?? close)(i))},100{more?.Invoke(i)}\n");
        }
        return csv.ToString();
    }

    /// <summary>As Yahoo's download of 2017 to 2024 writes a 32-bit float: 72.269997.</summary>
    public static string SixDecimals(double price) => ((double)(float)price).ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>As yfinance writes one: 72.2699966430664.</summary>
    public static string Float(double price) => ((double)(float)price).ToString(CultureInfo.InvariantCulture);

    public static string TwoDecimals(double price) => price.ToString("F2", CultureInfo.InvariantCulture);

    public static ParseResult Read(string csv, string fileName = "TEST.csv") => new DroppedFileSource().Parse(
        new ParseInput(Encoding.UTF8.GetBytes(csv), Symbol.Parse("TEST"), FromNetwork: false) { FileName = fileName },
        CancellationToken.None);

    public static (PriceBasis, bool) BasisOf(ParsedDocument document) => (document.Basis, document.BasisProved);
}
