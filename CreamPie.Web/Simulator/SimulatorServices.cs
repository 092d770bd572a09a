using CreamPie.Core.Retrieval;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Core.Storage;
using CreamPie.Web.Hosting;
using CreamPie.Web.Simulator.Exchange;
using CreamPie.Web.Simulator.FaultInjection;
using CreamPie.Web.Simulator.Site;

namespace CreamPie.Web.Simulator;

internal static class SimulatorServices
{
    private const string Folder = "data/simulated";

    /// <summary>After <see cref="SimulationServices"/>: turns the simulation on in Development, on this server's own market.</summary>
    public static void AddSimulator(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var source = builder.Configuration.GetSection(YahooPageOptions.Section)[nameof(YahooPageOptions.BaseUrl)]
            ?? new YahooPageOptions().BaseUrl;
        var simulation = Of(builder.Environment, source);
        if (!simulation.IsOn)
            return;
        services.AddSingleton(simulation);
        services.AddOptions<YahooPageOptions>().Validate(
            page => !OwnAddress.Is(page.BaseUrl) || IsAddress(page.BaseUrl),
            $"Sources__YahooPage__BaseUrl: of this server itself there is only {Simulation.Address}, "
            + $"and with a fault what {FaultPages.Path} lists.");
        services.AddOptions<YahooChartOptions>().Validate(
            chart => !OwnAddress.Is(chart.BaseUrl) || IsAddress(chart.BaseUrl),
            SimulationServices.ChartProblem);
        services.AddSingleton<SimulatedMarket>();
        services.AddHostedService<DemoUsers>();
        services.AddHostedService<SimulatorStartup>();
        builder.AddSimulatedDefaults();
    }

    public static void MapSimulator(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<Simulation>().IsOn)
            return;
        app.MapMarket();
        app.MapFaults();
    }

    internal static Simulation Of(IHostEnvironment environment, string source) =>
        new(source, IsOn: environment.IsDevelopment() && OwnAddress.Is(source));

    /// <summary>The market's own site, or one with a fault.</summary>
    internal static bool IsAddress(string address)
    {
        const string faulty = Simulation.Address + "/faults/";
        address = address.TrimEnd('/');
        return address.Equals(Simulation.Address, StringComparison.OrdinalIgnoreCase)
            || (address.StartsWith(faulty, StringComparison.OrdinalIgnoreCase) && Faults.Find(address[faulty.Length..]) is not null);
    }

    /// <summary>Defaults. Not in appsettings.Development.json, where they would also apply to a real source.</summary>
    private static void AddSimulatedDefaults(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection(YahooChartOptions.Section)[nameof(YahooChartOptions.BaseUrl)] is null)
            builder.Services.Configure<YahooChartOptions>(chart => chart.BaseUrl = Simulation.Address);
        // Development and Production on one clone keep simulated and real data apart.
        if (builder.Configuration.GetSection(StorageOptions.Section)[nameof(StorageOptions.Path)] is null)
            builder.Services.Configure<StorageOptions>(storage => storage.Path = Folder);
        // No need to throttle requests to ourselves.
        if (builder.Configuration.GetSection(RetrievalOptions.Section)[nameof(RetrievalOptions.MinDelaySeconds)] is null)
            builder.Services.Configure<RetrievalOptions>(retrieval => retrieval.MinDelaySeconds = 0.1);
        builder.Services.Configure<RetrievalOptions>(retrieval => retrieval.AllowPrivateNetworks = true);
    }
}
