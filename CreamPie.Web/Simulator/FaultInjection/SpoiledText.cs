using System.Text.RegularExpressions;

namespace CreamPie.Web.Simulator.FaultInjection;

/// <summary>Pages and charts with true content in another format.</summary>
internal static partial class SpoiledText
{
    public static string WithoutPayload(string page) => Payload().Replace(page, "");

    public static string WithoutTable(string page) => Table().Replace(page, "");

    public static string GridOfDivs(string page) => Cells().Replace(page, "${end}div");

    public static string SwappedColumns(string page) => EachRow(page, c => [c[0], c[4], c[2], c[3], c[1], .. c[5..]]);

    public static string ExtraColumn(string page) => EachRow(
        page, c => [.. c, c[0].StartsWith("<th", StringComparison.Ordinal) ? "<th>Turnover  </th>" : "<td>1,234</td>"]);

    public static string ForeignCells(string page) => EachRow(page, c => [c[0], .. c[1..].Select(Foreign)]);

    public static string RenamedSeries(string chart) => chart.Replace("\"close\":", "\"closing\":", StringComparison.Ordinal);

    public static string SwappedSeries(string chart) => OpenToClose().Replace(chart, "${close},${between},${open}");

    public static string ExtraSeries(string chart) => OpenToClose().Replace(chart, "\"turnover\":${values},$0");

    public static string ForeignSeries(string chart) => PriceSeries().Replace(
        chart, series => Numbers().Replace(series.Value, n => $"\"{n.Value.Replace('.', ',')}\""));

    private static string Foreign(string cell) =>
        cell.StartsWith("<td", StringComparison.Ordinal) ? Points().Replace(cell, m => m.Value == "." ? "," : ".") : cell;

    /// <summary>In the header and each day; not in dividends and splits.</summary>
    private static string EachRow(string page, Func<string[], IEnumerable<string>> change) => Row().Replace(
        page, row => $"<tr>{string.Concat(change([.. row.Groups["cell"].Captures.Select(c => c.Value)]))}</tr>");

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Payload();

    [GeneratedRegex("<table.*</table>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("(?<end></?)(table|thead|tbody|tr|th|td)\\b")]
    private static partial Regex Cells();

    [GeneratedRegex("<tr[^>]*>(?<cell><td[^>]*>[^<]*</td>|<th.*?</th>){7}\\s*</tr>")]
    private static partial Regex Row();

    /// <summary>Between digits: those of a cell's value.</summary>
    [GeneratedRegex("(?<=\\d)[.,](?=\\d)")]
    private static partial Regex Points();

    [GeneratedRegex("""(?<open>"open":(?<values>\[[^\]]*\])),(?<between>.*?),(?<close>"close":\[[^\]]*\])""")]
    private static partial Regex OpenToClose();

    [GeneratedRegex("""(?<="(open|high|low|close|adjclose)":)\[[^\]{}]*\]""")]
    private static partial Regex PriceSeries();

    [GeneratedRegex("[0-9.]+")]
    private static partial Regex Numbers();
}
