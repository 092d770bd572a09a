using System.Diagnostics;
using System.Globalization;
using System.Net;
using CreamPie.Core.Storage;
using CreamPie.Tests.Querying;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreamPie.Tests.Benchmarks.Cached;

/// <summary>
/// <c>dotnet run -c Release --project CreamPie.Tests -- cached 3</c>: answers of the API that are kept, against a Kestrel endpoint that
/// returns the same bytes from memory, in turns of some seconds over 32 connections.
/// </summary>
internal static class CachedAnswers
{
    private const int Connections = 32;
    private const int Turns = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private static readonly int[] Lengths = [2_520, 10_500];
    private static readonly string[] Formats = ["json", "columns", "csv"];
    private static readonly string[] Encodings = ["br", "identity"];

    public static async Task MeasureAsync(int seconds)
    {
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            await using var app = await TestApplication.StartAsync(
                provider, realSockets: true, settings: new Dictionary<string, string> { ["Rates:ApiCallsPerMinute"] = "1000000" });
            foreach (var length in Lengths)
                await app.Services.LoadAsync(LongHistories.Of(length, $"LONG{length}", length));
            using var client = await app.AnalystAsync();
            var token = $"Authorization: {client.DefaultRequestHeaders.Authorization}";
            await RunAsync(
                new(client.BaseAddress!, $"/api/stock-data/LONG{Lengths[0]}/bars"), ["Accept-Encoding: br", token], WarmUp);
            foreach (var length in Lengths)
                await MeasureAsync(provider, client.BaseAddress!, token, length, TimeSpan.FromSeconds(seconds));
        }
    }

    private static async Task MeasureAsync(DatabaseProvider provider, Uri root, string token, int length, TimeSpan turn)
    {
        foreach (var format in Formats)
        {
            foreach (var encoding in Encodings)
            {
                var url = new Uri(root, $"/api/stock-data/LONG{length}/bars?format={format}");
                string[] headers = [$"Accept-Encoding: {encoding}", token];
                var bytes = await BytesAsync(url, headers);
                await using var bare = await BareAsync(bytes, encoding);
                // Code that is new runs unoptimised, on both sides.
                await RunAsync(url, headers, turn);
                await RunAsync(new(bare.Urls.Single()), headers, turn);
                var (ours, theirs) = (new List<long>(), new List<long>());
                for (var i = 0; i < Turns; i++)
                {
                    ours.AddRange(await RunAsync(url, headers, turn));
                    theirs.AddRange(await RunAsync(new(bare.Urls.Single()), headers, turn));
                }
                var (own, other) = (PerSecond(ours, turn), PerSecond(theirs, turn));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{provider} {length} {format} {encoding}: {bytes.Length:N0} bytes, {own:N0} a second, {other:N0} from memory, "
                    + $"ratio {own / other:0.00}, p99 {Percentile(ours, 0.99):0.0} ms (memory {Percentile(theirs, 0.99):0.0} ms)"));
            }
        }
    }

    private static async Task<List<long>> RunAsync(Uri url, string[] headers, TimeSpan turn)
    {
        var readers = Enumerable.Range(0, Connections).Select(_ => new RawReader(url, headers)).ToList();
        var taken = await Task.WhenAll(readers.Select(r => Task.Run(() => r.RunAsync(turn))));
        readers.ForEach(r => r.Dispose());
        return [.. taken.SelectMany(t => t)];
    }

    private static async Task<byte[]> BytesAsync(Uri url, string[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        foreach (var header in headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(header[..header.IndexOf(':')], header[(header.IndexOf(':') + 2)..]);
        return await client.GetByteArrayAsync(url);
    }

    private static async Task<WebApplication> BareAsync(byte[] bytes, string encoding)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", (HttpContext context) =>
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.ContentEncoding = encoding;
            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes).AsTask();
        });
        await app.StartAsync();
        return app;
    }

    private static double PerSecond(List<long> taken, TimeSpan turn) => taken.Count / (turn.TotalSeconds * Turns);

    private static double Percentile(List<long> taken, double part)
    {
        taken.Sort();
        return taken[(int)(taken.Count * part)] * 1_000.0 / Stopwatch.Frequency;
    }
}
