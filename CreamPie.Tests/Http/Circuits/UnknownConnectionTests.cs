using CreamPie.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CreamPie.Tests.Http.Circuits;

/// <summary>A page that negotiated with another node gets no connection here, and the log says why.</summary>
public sealed class UnknownConnectionTests
{
    [Fact]
    public async Task Connection_of_another_node_is_named_in_the_log_once_a_minute()
    {
        var log = new LogLines();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await TestApplication.StartAsync(time: time, log: log, realSockets: true);
        using var analyst = await app.AnalystAsync();
        var token = analyst.DefaultRequestHeaders.Authorization!.Parameter!;
        for (var i = 0; i < 3; i++)
        {
            using var refused = await RawCircuit.OpenAsync(app.ClientOptions.BaseAddress, token, "_blazor?id=of-another-node");
            Assert.Equal(404, refused.Status);
        }

        Assert.Single(log, IsNamed);
        time.Advance(TimeSpan.FromMinutes(2));
        using var later = await RawCircuit.OpenAsync(app.ClientOptions.BaseAddress, token, "_blazor?id=of-another-node");
        Assert.Equal(2, log.Count(IsNamed));

        static bool IsNamed(string line) => line.Contains("it negotiated with another node", StringComparison.Ordinal);
    }
}
