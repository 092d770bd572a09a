using CreamPie.Core.Retrieval;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Retrieval;

public sealed class RetrievalOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.Equal((2, true), (Read().MinDelaySeconds, Read().RespectRobots));

    [Theory]
    [InlineData("CreamPie/1.0 (self-hosted)", "CreamPie")]
    [InlineData("Prices", "Prices")]
    [InlineData("My-Robot (me@example.org)", "My-Robot")]
    public void First_word_of_the_user_agent_is_the_robots_name(string agent, string token) =>
        Assert.Equal(token, Read(("UserAgent", agent)).ProductToken);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.25", 0.25)]
    [InlineData("3600", 3_600)]
    public void Delay_may_be_zero_or_a_fraction(string value, double seconds) =>
        Assert.Equal(seconds, Read(("MinDelaySeconds", value)).MinDelaySeconds);

    [Theory]
    [InlineData("MinDelaySeconds", "-1")]
    [InlineData("MinDelaySeconds", "3601")]
    [InlineData("MinDelaySeconds", "NaN")]
    [InlineData("MinDelaySeconds", "1e300")]
    [InlineData("ConnectTimeoutSeconds", "0")]
    [InlineData("TotalTimeoutSeconds", "-5")]
    [InlineData("MinBytesPerSecond", "-1")]
    [InlineData("RateWindowSeconds", "0")]
    [InlineData("RateWindowSeconds", "NaN")]
    [InlineData("MinRetryAfterSeconds", "-1")]
    [InlineData("WireLimit", "0")]
    [InlineData("DecodedLimit", "-1")]
    [InlineData("RatioLimit", "0")]
    [InlineData("UserAgent", "")]
    [InlineData("UserAgent", " CreamPie/1.0")]
    [InlineData("UserAgent", "(self-hosted)")]
    [InlineData("UserAgent", "evil\r\nHost: other")]
    public void Invalid_value_is_refused_with_the_key_to_set(string name, string value)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Read((name, value)));

        Assert.Contains($"Retrieval__{name}", e.Message, StringComparison.Ordinal);
    }

    private static RetrievalOptions Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => $"Retrieval:{s.Name}", s => (string?)s.Value))
            .Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddRetrieval().BuildServiceProvider();
        return services.GetRequiredService<IOptions<RetrievalOptions>>().Value;
    }
}
