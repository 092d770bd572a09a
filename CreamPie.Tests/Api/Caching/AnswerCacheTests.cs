using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CreamPie.Web.Api.Caching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Api.Caching;

/// <summary>Answers are written and compressed once for a version, and their memory is bounded.</summary>
public sealed class AnswerCacheTests : IDisposable
{
    private const string Tag = "v1";
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5_000)));

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging().AddMetrics().AddResponseCompression().BuildServiceProvider();

    private int _written;

    [Fact]
    public async Task Answer_is_written_once_for_all_who_ask_at_once()
    {
        using var cache = Cache();
        var release = new TaskCompletionSource();
        var first = Enumerable.Range(0, 20).Select(_ => GetAsync(cache, "br")).ToList();
        release.SetResult();
        var answers = await Task.WhenAll(first.Append(GetAsync(cache, "br")));

        Assert.Equal(1, _written);
        Assert.All(answers, a => Assert.Same(answers[0].Bytes, a.Bytes));

        async Task<KeptAnswer> GetAsync(AnswerCache kept, string accept) => (await kept.GetAsync(
            Request(accept), Key(0), Tag,
            async () =>
            {
                await release.Task;
                return Write(Text);
            },
            CancellationToken.None))!;
    }

    [Fact]
    public async Task Every_encoding_comes_from_one_writing()
    {
        using var cache = Cache();
        foreach (var (accept, encoding) in new[] { ("br", "br"), ("gzip", "gzip"), ("", null), ("gzip;q=0.5, br;q=0.1", "gzip") })
        {
            var answer = await GetAsync(cache, 0, accept, Text);
            Assert.Equal(encoding, answer.Encoding);
            Assert.Equal(Text, Plain(answer));
        }
        Assert.Equal(1, _written);
    }

    [Fact]
    public async Task Part_is_cut_from_the_plain_bytes()
    {
        using var cache = Cache();
        var request = Request("br");
        request.Request.Headers.Range = "bytes=0-9";

        Assert.Null((await cache.GetAsync(request, Key(0), Tag, () => Task.FromResult<KeptAnswer?>(Write(Text)), default))!.Encoding);
    }

    [Fact]
    public async Task Answer_of_another_version_is_not_served()
    {
        using var cache = Cache();
        await GetAsync(cache, 0, "br", Text);
        var newer = await cache.GetAsync(
            Request("br"), Key(0), "v2", () => Task.FromResult<KeptAnswer?>(Write([1, 2, 3]) with { Tag = "v2" }), default);

        Assert.Equal([1, 2, 3], newer!.Bytes);
        Assert.Null(cache.Find(Request("br"), Key(0), Tag));
    }

    [Fact]
    public async Task Size_stays_within_its_limit_under_many_symbols()
    {
        using var cache = Cache(megabytes: 2);
        using var bytes = new MetricCollector<long>(
            _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), AnswerMeter.Name, AnswerMeter.Bytes);
        for (var i = 0; i < 10_000; i++)
        {
            await GetAsync(cache, i, "", RandomNumberGenerator.GetBytes(Random.Shared.Next(10_000, 60_000)));
            if (i % 100 != 0)
                continue;
            bytes.RecordObservableInstruments();
            Assert.InRange(bytes.LastMeasurement!.Value, 10_000, 2 << 20);
            Assert.NotNull(cache.Find(Request(""), Key(i), Tag));
        }
        Assert.True(bytes.LastMeasurement!.Value > 1 << 20, $"{bytes.LastMeasurement.Value} bytes of 2 MB are used.");
    }

    [Fact]
    public async Task Fault_is_not_kept()
    {
        using var cache = Cache();
        await Assert.ThrowsAsync<TimeoutException>(
            () => cache.GetAsync(Request("br"), Key(0), Tag, () => throw new TimeoutException(), CancellationToken.None));

        Assert.Equal(Text, Plain(await GetAsync(cache, 0, "br", Text)));
    }

    public void Dispose() => _services.Dispose();

    private AnswerCache Cache(int megabytes = 16) => new(
        Options.Create(new AnswerCacheOptions { Megabytes = megabytes }), _services.GetRequiredService<IResponseCompressionProvider>(),
        ActivatorUtilities.CreateInstance<AnswerMeter>(_services));

    private async Task<KeptAnswer> GetAsync(AnswerCache cache, int number, string accept, byte[] text) => (await cache.GetAsync(
        Request(accept), Key(number), Tag, () => Task.FromResult<KeptAnswer?>(Write(text)), CancellationToken.None))!;

    private KeptAnswer Write(byte[] text)
    {
        Interlocked.Increment(ref _written);
        return new(Tag, text, "application/json");
    }

    private static AnswerKey Key(int number) => new($"S{number}", new(), "json");

    private static DefaultHttpContext Request(string accept)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptEncoding = accept;
        return context;
    }

    private static byte[] Plain(KeptAnswer answer)
    {
        using var bytes = new MemoryStream(answer.Bytes);
        using Stream stream = answer.Encoding switch
        {
            "br" => new BrotliStream(bytes, CompressionMode.Decompress),
            "gzip" => new GZipStream(bytes, CompressionMode.Decompress),
            _ => bytes,
        };
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
