using System.Diagnostics;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Api.Bulk;

namespace CreamPie.Tests.Benchmarks;

/// <summary>What is alive in memory while 100,000 bars, and a million, are streamed: it must not grow with them.</summary>
internal static class BulkMemory
{
    private const int Days = 10_000;

    private delegate Task Write(Stream stream, BarTable table, IAsyncEnumerable<BarSeries> all, CancellationToken cancellationToken);

    /// <returns>The exit code; 0 if memory stays flat.</returns>
    public static async Task<int> MeasureAsync()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        for (var i = 1; i <= 100; i++)
            await database.Services.LoadAsync(LongHistories.Of(i, LongHistories.SymbolOf(i), Days));
        var isFlat = true;
        (string Name, Write Write)[] formats =
        [
            ("json", BulkJson.WriteAsync), ("csv", BulkCsv.WriteAsync),
            ("parquet", BarsParquet.WriteAsync), ("arrow", BarsArrow.WriteAsync),
        ];
        foreach (var (name, write) in formats)
        {
            await StreamAsync(database, write, 10);
            var (few, _, _) = await StreamAsync(database, write, 10);
            var (many, bytes, seconds) = await StreamAsync(database, write, 100);
            isFlat &= many < few * 1.5 + (4 << 20);
            Console.WriteLine(
                $"{name}: alive {few / 1e6:0.0} MB with 100,000 bars, {many / 1e6:0.0} MB with 1,000,000 "
                + $"({bytes / 1e6:0} MB, {seconds:0.0} s)");
        }
        return isFlat ? 0 : 1;
    }

    private static async Task<(long Alive, long Bytes, double Seconds)> StreamAsync(TestDatabase database, Write write, int stocks)
    {
        var symbols = Enumerable.Range(1, stocks).Select(i => Symbol.Parse(LongHistories.SymbolOf(i))).ToList();
        var table = new BarTable(Interval.Daily.Word(), PriceAdjustment.Splits, []);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await using var stream = new WeighingStream();
        var series = database.Get<BulkQuery>().SeriesAsync(SeedData.Analyst, symbols, new(), CancellationToken.None);
        await write(stream, table, series, CancellationToken.None);
        return (stream.MostAlive - before, stream.Position, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Collects after every two megabytes, and weighs what is left.</summary>
    private sealed class WeighingStream : MemoryStream
    {
        private const long Every = 2 << 20;
        private long _written;
        private long _next = Every;

        public long MostAlive { get; private set; }

        public override long Position => _written;

        public override void Write(byte[] buffer, int offset, int count) => See(count);

        public override void Write(ReadOnlySpan<byte> buffer) => See(buffer.Length);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            See(count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            See(buffer.Length);
            return ValueTask.CompletedTask;
        }

        private void See(int count)
        {
            _written += count;
            if (_written < _next)
                return;
            _next = _written + Every;
            MostAlive = Math.Max(MostAlive, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
