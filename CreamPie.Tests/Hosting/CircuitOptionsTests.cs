using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Hosting;

public sealed class CircuitOptionsTests
{
    [Fact]
    public async Task Abandoned_circuits_are_kept_three_minutes_and_few()
    {
        await using var app = await TestApplication.StartAsync();
        var circuits = app.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        Assert.Equal(20, circuits.DisconnectedCircuitMaxRetained);
        Assert.Equal(TimeSpan.FromMinutes(3), circuits.DisconnectedCircuitRetentionPeriod);
        Assert.Equal(100, circuits.PersistedCircuitInMemoryMaxRetained);
        Assert.Equal(TimeSpan.FromMinutes(30), circuits.PersistedCircuitInMemoryRetentionPeriod);
        Assert.Equal(10, circuits.MaxBufferedUnacknowledgedRenderBatches);
    }
}
