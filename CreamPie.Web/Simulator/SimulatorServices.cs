using CreamPie.Core.Archiving;
using CreamPie.Core.Sources;

namespace CreamPie.Web.Simulator;

internal static class SimulatorServices
{
    private const string Folder = "data/simulated";

    public static void AddSimulator(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var simulation = new Simulation(builder.Environment, builder.Configuration);
        services.AddSingleton(simulation);
        services.AddSingleton<SimulatedData>();
        services.AddOptions<YahooPageOptions>()
            .Validate(
                page => !OwnAddress.Is(page.BaseUrl) || builder.Environment.IsDevelopment(),
                $"Sources__YahooPage__BaseUrl cannot be {Simulation.Address} here: the simulated market exists in Development only (ASPNETCORE_ENVIRONMENT).")
            .Validate(
                page => !OwnAddress.Is(page.BaseUrl) || Simulation.IsAddress(page.BaseUrl),
                $"Sources__YahooPage__BaseUrl: of this server itself there is only {Simulation.Address}.");
        if (!simulation.IsOn)
            return;
        services.AddSingleton<SimulatedMarket>();
        services.AddHostedService<SimulatorStartup>();
        // Development and Production on one clone keep apart what is invented and what is real.
        if (builder.Configuration.GetSection(StorageOptions.Section)[nameof(StorageOptions.Path)] is null)
            services.Configure<StorageOptions>(storage => storage.Path = Folder);
    }
}
