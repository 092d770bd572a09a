using CreamPie.Core.Archiving;
using CreamPie.Core.Retrieval;
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
                $"Sources__YahooPage__BaseUrl: of this server itself there is only {Simulation.Address}, and with a fault what {FaultPages.Path} lists.");
        services.AddOptions<YahooChartOptions>().Validate(
            chart => !OwnAddress.Is(chart.BaseUrl) || (simulation.IsOn && Simulation.IsAddress(chart.BaseUrl)),
            $"Sources__YahooChart__BaseUrl: of this server itself there is only {Simulation.Address}, and only while Sources__YahooPage__BaseUrl is that too.");
        if (!simulation.IsOn)
            return;
        services.AddSingleton<SimulatedMarket>();
        services.AddHostedService<SimulatorStartup>();
        builder.AddSimulatedDefaults();
    }

    /// <summary>What is not configured otherwise. Not in appsettings.Development.json, where it would also hold for a real source.</summary>
    private static void AddSimulatedDefaults(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection(YahooChartOptions.Section)[nameof(YahooChartOptions.BaseUrl)] is null)
            builder.Services.Configure<YahooChartOptions>(chart => chart.BaseUrl = Simulation.Address);
        // Development and Production on one clone keep apart what is invented and what is real.
        if (builder.Configuration.GetSection(StorageOptions.Section)[nameof(StorageOptions.Path)] is null)
            builder.Services.Configure<StorageOptions>(storage => storage.Path = Folder);
        // Nobody has to be polite to himself.
        if (builder.Configuration.GetSection(RetrievalOptions.Section)[nameof(RetrievalOptions.MinDelaySeconds)] is null)
            builder.Services.Configure<RetrievalOptions>(retrieval => retrieval.MinDelaySeconds = 0.1);
        builder.Services.Configure<RetrievalOptions>(retrieval => retrieval.AllowPrivateNetworks = true);
    }
}
