using CreamPie.Core;
using CreamPie.Core.Archiving;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Simulator;

public sealed class SimulatedFolderTests
{
    [Theory]
    [InlineData("Development", Simulation.Address, null, "data/simulated")]
    [InlineData("Development", Simulation.Address, "elsewhere", "elsewhere")]
    [InlineData("Development", "https://finance.yahoo.com", null, "data")]
    [InlineData("Production", "https://finance.yahoo.com", null, "data")]
    public async Task Invented_numbers_lie_in_a_folder_of_their_own(string environment, string source, string? given, string expected)
    {
        var root = Path.GetTempPath();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = root });
        builder.Configuration["Sources:YahooPage:BaseUrl"] = source;
        if (given is not null)
            builder.Configuration["Storage:Path"] = given;
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddServer();
        builder.AddSimulator();

        await using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(Path.Combine(root, expected), services.GetRequiredService<IOptions<StorageOptions>>().Value.Path);
    }
}
