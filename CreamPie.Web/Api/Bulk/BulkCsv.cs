using System.Globalization;
using System.Text;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Web.Api.Bulk;

/// <summary>The long table as CSV: the symbol, the columns of <see cref="BarsCsv"/>, and the version of the series.</summary>
internal static class BulkCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    public static async Task WriteAsync(
        Stream stream, BarTable table, IAsyncEnumerable<BarSeries> all, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync($"Symbol,{BarsCsv.Header},Version\r\n");
        var csv = new StringBuilder();
        await foreach (var series in all.WithCancellation(cancellationToken))
        {
            csv.Clear();
            foreach (var row in series.Rows ?? [])
            {
                csv.Append(series.Symbol).Append(',');
                BarsCsv.Append(csv, row, table.Adjust);
                csv.Append(CultureInfo.InvariantCulture, $",{series.Version}\r\n");
            }
            await writer.WriteAsync(csv, cancellationToken);
        }
    }
}
