using CreamPie.Core;
using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Core.Storage;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Simulator;

public sealed class DefaultsTests
{
    [Theory]
    [InlineData("Development", Simulation.Address, null, "data/simulated")]
    [InlineData("Development", Simulation.Address, "elsewhere", "elsewhere")]
    [InlineData("Development", "https://finance.yahoo.com", null, "data")]
    [InlineData("Production", "https://finance.yahoo.com", null, "data")]
    public async Task Simulated_data_has_its_own_folder(string environment, string source, string? given, string expected)
    {
        var root = Path.GetTempPath();
        await using var services = Services(environment, source, root, given is null ? [] : [("Storage:Path", given)]);
        Assert.Equal(Path.Combine(root, expected), services.GetRequiredService<IOptions<StorageOptions>>().Value.Path);
    }

    [Fact]
    public async Task Only_the_simulated_market_is_pulled_without_throttling()
    {
        await using var simulated = Services("Development", Simulation.Address, "/");
        await using var slower = Services("Development", Simulation.Address, "/", ("Retrieval:MinDelaySeconds", "3"));
        await using var real = Services("Development", "https://finance.yahoo.com", "/");

        Assert.Equal((0.1, true), Retrieval(simulated));
        Assert.Equal((3, true), Retrieval(slower));
        Assert.Equal((2, false), Retrieval(real));

        static (double, bool) Retrieval(ServiceProvider services)
        {
            var options = services.GetRequiredService<IOptions<RetrievalOptions>>().Value;
            return (options.MinDelaySeconds, options.AllowPrivateNetworks);
        }
    }

    [Theory]
    [InlineData("Sources:YahooPage:BaseUrl")]
    [InlineData("Sources:YahooChart:BaseUrl")]
    public async Task Program_without_the_simulator_refuses_its_address(string key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration[key] = Simulation.Address;
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddSimulation();
        await using var services = builder.Services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => key.Contains("Chart", StringComparison.Ordinal)
            ? services.GetRequiredService<IOptions<YahooChartOptions>>().Value.BaseUrl
            : services.GetRequiredService<IOptions<YahooPageOptions>>().Value.BaseUrl);
        Assert.StartsWith(key.Replace(":", "__", StringComparison.Ordinal), Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string environment, string source, string root, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = root });
        builder.Configuration["Sources:YahooPage:BaseUrl"] = source;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddServer();
        builder.AddSimulation();
        builder.AddSimulator();

        return builder.Services.BuildServiceProvider();
    }
}
