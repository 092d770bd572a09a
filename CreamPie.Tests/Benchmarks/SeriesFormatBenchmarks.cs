using BenchmarkDotNet.Attributes;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Benchmarks;

/// <summary>
/// One series of 10,531 bars over a real socket, in each format, to one client that asks for it again and again: requests a second are the
/// inverse of the time. Bytes on the wire are written once, before the measurement.
/// </summary>
public class SeriesFormatBenchmarks
{
    private const int Bars = 10_531;

    private TestApplication _application = null!;
    private HttpClient _client = null!;

    [Params("json", "columns", "csv", "parquet", "arrow")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        _application = await TestApplication.StartAsync(
            realSockets: true, settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "1000000" });
        await _application.Services.LoadAsync(LongHistories.Of(1, "LONG", Bars));
        _client = await _application.AnalystAsync();
        Console.WriteLine($"// {Format}: {await ReadAsync():N0} bytes on the wire");
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _application.DisposeAsync();

    [Benchmark]
    public async Task<long> ReadAsync()
    {
        await using var body = await _client.GetStreamAsync($"/api/stock-data/LONG/bars?format={Format}");
        var (buffer, bytes) = (new byte[1 << 16], 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            bytes += read;
        return bytes;
    }
}
