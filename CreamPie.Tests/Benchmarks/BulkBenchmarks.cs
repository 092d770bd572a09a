using BenchmarkDotNet.Attributes;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Bulk;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using CreamPie.Web.Api.Bulk;
using Npgsql;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// A million bars of 100 stocks out of PostgreSQL, as an Arrow stream and as a Parquet file, compared with one plain binary COPY of the
/// same rows out of the same table, which adjusts nothing. Speed is the inverse of the ratio.
/// </summary>
public class BulkBenchmarks
{
    private const int Stocks = 100;
    private const int Days = 10_000;

    private TestDatabase _database = null!;

    [GlobalSetup]
    public async Task FillAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Postgres);
        for (var i = 1; i <= Stocks; i++)
            await _database.Services.LoadAsync(LongHistories.Of(i, LongHistories.SymbolOf(i), Days));
    }

    [GlobalCleanup]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Benchmark(Baseline = true)]
    public async Task<long> PlainCopyAsync()
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var copy = await connection.BeginRawBinaryCopyAsync("COPY daily_bar TO STDOUT (FORMAT BINARY)");
        var (buffer, bytes) = (new byte[1 << 16], 0L);
        for (int read; (read = await copy.ReadAsync(buffer.AsMemory(), CancellationToken.None)) > 0;)
            bytes += read;
        return bytes;
    }

    [Benchmark]
    public Task ArrowAsync() => BarsArrow.WriteAsync(Stream.Null, Table, Read(), CancellationToken.None);

    [Benchmark]
    public Task ParquetAsync() => BarsParquet.WriteAsync(Stream.Null, Table, Read(), CancellationToken.None);

    private static BarTable Table => new(Interval.Daily.Word(), PriceAdjustment.Splits, []);

    private IAsyncEnumerable<BarSeries> Read() => _database.Get<BulkQuery>().SeriesAsync(
        SeedData.Analyst, [.. Enumerable.Range(1, Stocks).Select(i => Symbol.Parse(LongHistories.SymbolOf(i)))], new(),
        CancellationToken.None);
}
