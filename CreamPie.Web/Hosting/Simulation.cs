using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;

namespace CreamPie.Web.Hosting;

/// <summary>
/// Whether this process runs on simulated data. Only the simulator turns it on, which exists in
/// Development and is left out of the published program; while it is off, nothing simulated exists.
/// </summary>
/// <param name="Source">The configured source of this installation's bars.</param>
internal sealed record Simulation(string Source, bool IsOn = false)
{
    public const string Path = "/simulator";
    public const string Address = OwnAddress.Scheme + ":" + Path;

    /// <summary>Path of the list of sites with a fault.</summary>
    public const string FaultsPath = Path + "/faults";

    public const string AdminEmail = "admin@demo.example";
    public const string AnalystEmail = "analyst@demo.example";

    /// <summary>Password of both demo accounts; not a secret.</summary>
    public const string Password = "butter flour and sugar";
}

internal static class SimulationServices
{
    internal const string ChartProblem =
        $"Sources__YahooChart__BaseUrl: of this server itself there is only {Simulation.Address}, "
        + "and only while Sources__YahooPage__BaseUrl is that too.";

    /// <summary>Off. Without the simulator, a configuration that names it fails the start.</summary>
    public static void AddSimulation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var source = builder.Configuration.GetSection(YahooPageOptions.Section)[nameof(YahooPageOptions.BaseUrl)];
        services.AddSingleton(new Simulation(source ?? new YahooPageOptions().BaseUrl));
        services.AddSingleton<SimulatedData>();
        services.AddOptions<YahooPageOptions>().Validate<Simulation>(
            (page, simulation) => !OwnAddress.Is(page.BaseUrl) || simulation.IsOn,
            $"Sources__YahooPage__BaseUrl cannot be {Simulation.Address} here: "
            + "the simulated market exists in Development only (ASPNETCORE_ENVIRONMENT), and not in the published program.");
        services.AddOptions<YahooChartOptions>().Validate<Simulation>(
            (chart, simulation) => !OwnAddress.Is(chart.BaseUrl) || simulation.IsOn,
            ChartProblem);
    }
}
