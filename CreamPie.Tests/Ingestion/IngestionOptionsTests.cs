using CreamPie.Core.Ingestion;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Ingestion;

public sealed class IngestionOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.Equal(TimeSpan.FromSeconds(30), Read().Lease);

    [Theory]
    [InlineData("Lease", "00:00:20")]
    [InlineData("Lease", "30")]
    [InlineData("Heartbeat", "00:00:00")]
    [InlineData("Heartbeat", "-00:00:00.001")]
    [InlineData("Heartbeat", "00:00:15")]
    [InlineData("LongestRun", "00:00:30")]
    [InlineData("ParseBudget", "00:00:00")]
    [InlineData("ParseBudget", "-00:00:00.001")]
    [InlineData("ParseBudget", "60")]
    [InlineData("Sweep", "00:00:00")]
    [InlineData("Sweep", "-00:00:10")]
    [InlineData("Sweep", "60")]
    [InlineData("DropScan", "00:00:00")]
    [InlineData("DropScan", "-00:00:05")]
    [InlineData("OutageRest", "00:00:00")]
    [InlineData("OutageRest", "-00:01:00")]
    [InlineData("CrashLoopRest", "-01:00:00")]
    [InlineData("CrashLoopRest", "10675199.00:00:00")]
    [InlineData("Workers", "0")]
    [InlineData("MaxAttempts", "0")]
    [InlineData("MaxCrashes", "0")]
    public void Invalid_value_is_refused_with_the_key_to_set(string name, string value)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains($"Ingestion__{name}", e.Message, StringComparison.Ordinal);
    }

    private static IngestionOptions Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => $"Ingestion:{s.Name}", s => (string?)s.Value))
            .Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddIngestion().BuildServiceProvider();
        return services.GetRequiredService<IOptions<IngestionOptions>>().Value;
    }
}
