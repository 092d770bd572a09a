using System.Diagnostics;
using CreamPie.Core.Market;
using CreamPie.Core.Retrieval;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Retrieval;

/// <summary>A server that drips holds nobody until the deadline; one that is merely slow is waited for.</summary>
public sealed class MinimumRateTests : LoopbackRetrieval
{
    [Fact]
    public async Task A_byte_each_half_second_is_given_up_after_the_window_long_before_the_deadline()
    {
        Server.On("/", Drip(1, TimeSpan.FromMilliseconds(500)));
        var started = Stopwatch.GetTimestamp();

        var failed = Assert.IsType<FetchResult.Failed>(await FetchAsync("/", Options(window: 1.2), TimeProvider.System));

        Assert.Equal((Reason.Network, 200), (failed.Reason, failed.Status));
        Assert.Contains("1024 bytes a second", failed.Error, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1.1, 10);
    }

    [Fact]
    public async Task By_default_it_is_a_kilobyte_a_second_over_ten_seconds()
    {
        var time = new FakeTimeProvider();
        Server.On("/", Drip(1, TimeSpan.FromMilliseconds(20)));
        var fetch = FetchAsync("/", time: time);

        while (!fetch.IsCompleted)
        {
            await Task.WhenAny(fetch, Task.Delay(50));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Contains("1024 bytes a second over 10 s", Assert.IsType<FetchResult.Failed>(await fetch).Error, StringComparison.Ordinal);
        Assert.InRange(time.GetUtcNow() - new FakeTimeProvider().GetUtcNow(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_is_given_up_too()
    {
        Server.On("/", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(RawHttpServer.Raw(200, new byte[50_000], "Content-Length: 100000"), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });

        Assert.Equal(Reason.Network, Assert.IsType<FetchResult.Failed>(await FetchAsync("/", Options(window: 0.4), TimeProvider.System)).Reason);
    }

    [Theory]
    [InlineData(1_024, 3_000)]
    [InlineData(0, 1)]
    public async Task Who_keeps_the_rate_is_waited_for_however_long_it_takes(int least, int bytes)
    {
        Server.On("/", Drip(bytes, TimeSpan.FromMilliseconds(100), parts: 12));

        var options = Options(window: 0.4);
        options.MinBytesPerSecond = least;
        Assert.Equal(12 * bytes, Assert.IsType<FetchResult.Fetched>(await FetchAsync("/", options, TimeProvider.System)).Body.Length);
    }

    private static RetrievalOptions Options(double window) => new() { AllowPrivateNetworks = true, RateWindowSeconds = window };

    private static Func<Stream, CancellationToken, Task> Drip(int bytes, TimeSpan every, int parts = int.MaxValue) => async (stream, cancellationToken) =>
    {
        await stream.WriteAsync(RawHttpServer.Raw(200, []), cancellationToken);
        for (var i = 0; i < parts; i++)
        {
            await stream.WriteAsync(new byte[bytes], cancellationToken);
            await Task.Delay(every, cancellationToken);
        }
    };
}
