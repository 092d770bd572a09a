using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;

namespace CreamPie.Web.Api.Bulk;

/// <summary>Bars as an Arrow stream (IPC): a record batch for each series that has bars. Its buffers are used again for the next.</summary>
internal static class BarsArrow
{
    public const string ContentType = "application/vnd.apache.arrow.stream";

    /// <summary>Ends the stream only if all series were read: what breaks off must not look whole.</summary>
    public static async Task WriteAsync(
        Stream stream, BarTable table, IAsyncEnumerable<BarSeries> all, CancellationToken cancellationToken)
    {
        var schema = new Schema(Fields(), table.Metadata);
        using var writer = new ArrowStreamWriter(stream, schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken);
        var buffers = new ArrowBuffers();
        await foreach (var series in all.WithCancellation(cancellationToken))
        {
            if (series.Bars is { Count: > 0 })
                await writer.WriteRecordBatchAsync(Batch(schema, buffers, series), cancellationToken);
        }
        await writer.WriteEndAsync(cancellationToken);
    }

    private static IEnumerable<Field> Fields() =>
    [
        new(BarTable.Symbol, StringType.Default, nullable: false),
        new(BarTable.Date, Date32Type.Default, nullable: false),
        new(BarTable.Open, DoubleType.Default, nullable: true),
        new(BarTable.High, DoubleType.Default, nullable: true),
        new(BarTable.Low, DoubleType.Default, nullable: true),
        new(BarTable.Close, DoubleType.Default, nullable: false),
        new(BarTable.AdjClose, DoubleType.Default, nullable: true),
        new(BarTable.Volume, Int64Type.Default, nullable: true),
        new(BarTable.Final, BooleanType.Default, nullable: false),
        new(BarTable.DivCash, DoubleType.Default, nullable: true),
        new(BarTable.SplitFactor, DoubleType.Default, nullable: true),
        new(BarTable.Version, Int64Type.Default, nullable: false),
    ];

    private static RecordBatch Batch(Schema schema, ArrowBuffers buffers, BarSeries series)
    {
        // Arrays: each of the columns goes through all rows.
        var bars = series.Bars as DailyBar[] ?? [.. series.Bars!];
        var actions = series.Actions as BarActions[] ?? [.. series.Actions];
        var epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        buffers.Begin(bars.Length);
        return new(
            schema,
            [
                buffers.Repeated(series.Symbol),
                buffers.Values<int>(Date32Type.Default, i => bars[i].Date.DayNumber - epoch),
                buffers.Values(DoubleType.Default, i => bars[i].Open),
                buffers.Values(DoubleType.Default, i => bars[i].High),
                buffers.Values(DoubleType.Default, i => bars[i].Low),
                buffers.Values<double>(DoubleType.Default, i => bars[i].Close),
                buffers.Values(DoubleType.Default, i => bars[i].AdjClose),
                buffers.Values(Int64Type.Default, i => bars[i].Volume),
                buffers.Flags(i => bars[i].Final),
                buffers.Values(DoubleType.Default, i => actions[i].DivCash),
                buffers.Values(DoubleType.Default, i => actions[i].SplitFactor),
                buffers.Values<long>(Int64Type.Default, _ => series.Version),
            ],
            bars.Length);
    }
}
