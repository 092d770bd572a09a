using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Analysis.Returns;

/// <summary>Bars of which only date, close and volume matter.</summary>
internal static class Closes
{
    /// <summary>
    /// A history of shared/data/csv up to a day, its adjusted close as the close: total return. Rows of nulls are left out.
    /// </summary>
    public static IReadOnlyList<DailyBar> Read(string file, string last = "9999-12-31") =>
        [.. File.ReadLines(RealData.PathOf("csv", file)).Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[5] != "null" && string.CompareOrdinal(cells[0], last) <= 0)
            .Select(cells => new DailyBar(
                Day(cells[0]), null, null, null, double.Parse(cells[5], CultureInfo.InvariantCulture), null,
                cells[6] == "null" ? null : long.Parse(cells[6], CultureInfo.InvariantCulture)))];

    /// <summary>AAPL up to the last day of the S&amp;P 500's file.</summary>
    public static IReadOnlyList<DailyBar> Apple => Read("AAPL_2024-04-09.csv", "2023-12-28");

    public static IReadOnlyList<DailyBar> SP500 => Read("GSPC_2023-12-28.csv");

    /// <summary>From a day on.</summary>
    public static IReadOnlyList<DailyBar> From(this IReadOnlyList<DailyBar> bars, string first) =>
        [.. bars.Where(b => b.Date >= Day(first))];

    public static IReadOnlyList<DailyBar> Of(params (string Date, double Close)[] days) =>
        [.. days.Select(d => new DailyBar(Day(d.Date), null, null, null, d.Close, null, null))];

    /// <summary>On following days from 1 January 2024.</summary>
    public static IReadOnlyList<DailyBar> Of(params double[] closes) =>
        [.. closes.Select((close, i) => new DailyBar(new DateOnly(2024, 1, 1).AddDays(i), null, null, null, close, null, null))];

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static void AssertClose(double expected, double? actual) => Assert.Equal(1, actual!.Value / expected, 1e-9);
}
