using CreamPie.Core.Querying.Series;
using Parquet;
using Parquet.Schema;

namespace CreamPie.Web.Api.Bulk;

/// <summary>Bars as a Parquet file: row groups of one size, however short the series are, because readers are slow at small ones.</summary>
internal static class BarsParquet
{
    public const string ContentType = "application/vnd.apache.parquet";

    /// <summary>Some six megabytes in memory.</summary>
    private const int GroupRows = 1 << 16;

    /// <summary>Writes the end of the file only if all series were read: what breaks off must not look whole.</summary>
    public static async Task WriteAsync(
        Stream stream, BarTable table, IAsyncEnumerable<BarSeries> all, CancellationToken cancellationToken)
    {
        var group = new ParquetGroup(GroupRows);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var counting = new CountingStream(stream);
        var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(group.Fields), counting, options, cancellationToken: cancellationToken);
        writer.CustomMetadata = table.Metadata;
        await foreach (var series in all.WithCancellation(cancellationToken))
        {
            for (var row = 0; row < (series.Bars?.Count ?? 0);)
            {
                row += group.Add(series, row);
                if (!group.IsFull)
                    continue;
                await group.WriteAsync(writer, cancellationToken);
                await counting.FlushAsync(cancellationToken);
            }
        }
        if (!group.IsEmpty)
            await group.WriteAsync(writer, cancellationToken);
        await writer.DisposeAsync();
        await counting.FlushAsync(cancellationToken);
    }
}
