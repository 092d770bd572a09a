using System.Globalization;
using System.Text;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Figures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CreamPie.Web.Api;

/// <summary>A comparison as a file: a row for each common date, a column for each symbol. Its headers are no importer's.</summary>
internal static class ComparisonCsv
{
    private const int Named = 3;

    public static FileContentHttpResult File(Comparison comparison) =>
        TypedResults.File(Encoding.UTF8.GetBytes(Text(comparison)), "text/csv; charset=utf-8", Name(comparison));

    private static string Text(Comparison comparison)
    {
        var kind = comparison.Adjust == PriceAdjustment.All ? "total return" : "price";
        var csv = new StringBuilder("Date");
        foreach (var series in comparison.Series)
            csv.Append(CultureInfo.InvariantCulture, $",{series.Symbol} {kind} rebased to 100");
        for (var i = 0; i < comparison.Date.Count; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"\r\n{comparison.Date[i]:yyyy-MM-dd}");
            foreach (var series in comparison.Series)
                csv.Append(CultureInfo.InvariantCulture, $",{series.Values[i]}");
        }
        return csv.Append("\r\n").ToString();
    }

    /// <summary>compare_AAPL_MSFT_2020-01-02_2024-01-05_all.csv.</summary>
    private static string Name(Comparison comparison)
    {
        List<string> parts = ["compare", .. comparison.Series.Take(Named).Select(s => s.Symbol)];
        if (comparison.Series.Count > Named)
            parts.Add($"and_{comparison.Series.Count - Named}_more");
        if (comparison.Date.Count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{comparison.Date[0]:yyyy-MM-dd}_{comparison.Date[^1]:yyyy-MM-dd}"));
        return string.Join('_', parts) + $"_{comparison.Adjust.ToString().ToLowerInvariant()}.csv";
    }
}
