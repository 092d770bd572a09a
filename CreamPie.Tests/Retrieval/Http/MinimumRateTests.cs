using System.Diagnostics;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Retrieval.Http;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Retrieval.Http;

/// <summary>The minimum transfer rate: a dripping server is given up before the deadline, a merely slow one is not.</summary>
public sealed class MinimumRateTests : LoopbackRetrieval
{
    [Fact]
    public async Task Dripping_body_is_given_up_after_the_rate_window()
    {
        Server.On("/", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, []), cancellationToken);
            while (true)
            {
                await stream.WriteAsync("."u8.ToArray(), cancellationToken);
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        });
        var started = Stopwatch.GetTimestamp();

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", Options(window: 1.2), TimeProvider.System));

        Assert.Equal((Reason.Network, 200), (failed.Reason, failed.Status));
        Assert.Contains("1024 bytes a second over 1.2 s", failed.Error, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public async Task Stalled_body_is_given_up()
    {
        Server.On("/", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, new byte[50_000], "Content-Length: 100000"), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", Options(window: 0.4), TimeProvider.System));
        Assert.Equal(Reason.Network, failed.Reason);
    }

    /// <summary>The rule alone, on a clock that only the body advances. Default: 1 KB/s over ten seconds.</summary>
    [Theory]
    [InlineData(1_024, 3_000, 2.0, true)]
    [InlineData(1_024, 10_240, 9.9, true)]
    [InlineData(1_024, 2_000, 2.0, false)]
    [InlineData(1_024, 10_239, 9.9, false)]
    [InlineData(0, 1, 3_600.0, true)]
    public async Task Body_at_the_minimum_rate_is_never_given_up(int least, int bytes, double seconds, bool whole)
    {
        var time = new FakeTimeProvider();
        using var body = new StreamContent(new SlowBody(time, bytes, TimeSpan.FromSeconds(seconds), parts: 50), 1 << 16);

        var read = await new BodyReader(new RetrievalOptions { MinBytesPerSecond = least }, time)
            .ReadAsync(body, passes: null, CancellationToken.None);

        Assert.Equal((whole ? 50 * bytes : null, whole ? null : Reason.Network), (read.Bytes?.Length, read.Problem));
        Assert.True(whole || time.GetUtcNow() - time.Start < TimeSpan.FromSeconds(21));
    }

    private static RetrievalOptions Options(double window) => new() { AllowPrivateNetworks = true, RateWindowSeconds = window };

    private sealed class SlowBody(FakeTimeProvider time, int bytes, TimeSpan each, int parts) : MemoryStream
    {
        private int _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given++ == parts)
                return ValueTask.FromResult(0);
            time.Advance(each);
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(bytes);
        }
    }
}
