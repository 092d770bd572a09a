using CreamPie.Core.Querying.Series;
using Parquet;
using Parquet.Schema;

namespace CreamPie.Web.Api.Bulk;

/// <summary>The rows of one row group, in columns that are used again for the next one.</summary>
/// <param name="size">Most rows.</param>
internal sealed class ParquetGroup(int size)
{
    private readonly string[] _symbols = new string[size];
    private readonly DateOnly[] _dates = new DateOnly[size];
    private readonly double?[] _opens = new double?[size], _highs = new double?[size], _lows = new double?[size];
    private readonly double?[] _adjCloses = new double?[size], _cash = new double?[size], _splits = new double?[size];
    private readonly double[] _closes = new double[size];
    private readonly long?[] _volumes = new long?[size];
    private readonly bool[] _finals = new bool[size];
    private readonly long[] _versions = new long[size];
    private int _rows;

    public bool IsEmpty => _rows == 0;

    public bool IsFull => _rows == size;

    public DataField[] Fields { get; } =
    [
        new(BarTable.Symbol, typeof(string), isNullable: false),
        new(BarTable.Date, typeof(DateOnly), isNullable: false),
        new(BarTable.Open, typeof(double), isNullable: true),
        new(BarTable.High, typeof(double), isNullable: true),
        new(BarTable.Low, typeof(double), isNullable: true),
        new(BarTable.Close, typeof(double), isNullable: false),
        new(BarTable.AdjClose, typeof(double), isNullable: true),
        new(BarTable.Volume, typeof(long), isNullable: true),
        new(BarTable.Final, typeof(bool), isNullable: false),
        new(BarTable.DivCash, typeof(double), isNullable: true),
        new(BarTable.SplitFactor, typeof(double), isNullable: true),
        new(BarTable.Version, typeof(long), isNullable: false),
    ];

    /// <returns>How many rows it took.</returns>
    public int Add(BarSeries series, int first)
    {
        var bars = series.Bars!;
        var count = Math.Min(bars.Count - first, size - _rows);
        for (var i = 0; i < count; i++)
        {
            var (row, bar, actions) = (_rows + i, bars[first + i], series.Actions[first + i]);
            (_symbols[row], _versions[row], _dates[row], _finals[row]) = (series.Symbol, series.Version, bar.Date, bar.Final);
            (_opens[row], _highs[row], _lows[row], _closes[row]) = (bar.Open, bar.High, bar.Low, bar.Close);
            (_adjCloses[row], _volumes[row]) = (bar.AdjClose, bar.Volume);
            (_cash[row], _splits[row]) = (actions.DivCash, actions.SplitFactor);
        }
        _rows += count;
        return count;
    }

    public async Task WriteAsync(ParquetWriter writer, CancellationToken cancellationToken)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(Fields[0], new ArraySegment<string>(_symbols, 0, _rows));
        await RequiredAsync(1, _dates);
        await OptionalAsync(2, _opens);
        await OptionalAsync(3, _highs);
        await OptionalAsync(4, _lows);
        await RequiredAsync(5, _closes);
        await OptionalAsync(6, _adjCloses);
        await OptionalAsync(7, _volumes);
        await RequiredAsync(8, _finals);
        await OptionalAsync(9, _cash);
        await OptionalAsync(10, _splits);
        await RequiredAsync(11, _versions);
        group.CompleteValidate();
        _rows = 0;

        Task RequiredAsync<T>(int field, T[] values) where T : struct =>
            group.WriteAsync<T>(Fields[field], values.AsMemory(0, _rows), cancellationToken: cancellationToken);

        Task OptionalAsync<T>(int field, T?[] values) where T : struct =>
            group.WriteAsync<T>(Fields[field], values.AsMemory(0, _rows), cancellationToken: cancellationToken);
    }
}
