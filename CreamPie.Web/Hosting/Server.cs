using CreamPie.Core;
using CreamPie.Web.Accounts;
using CreamPie.Web.Api;
using CreamPie.Web.Api.Caching;
using CreamPie.Web.Feeds;
using CreamPie.Web.Hosting.Monitoring;
using CreamPie.Web.Hosting.Settings;
using CreamPie.Web.Http;
using CreamPie.Web.Http.Circuits;
using CreamPie.Web.Http.Rates;
using CreamPie.Web.Jobs;
using CreamPie.Web.Mcp;

namespace CreamPie.Web.Hosting;

/// <summary>Everything the program consists of, one line per area.</summary>
internal static class Server
{
    /// <summary>Builds the program without starting it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot(args) });
        builder.AddDevelopmentSettings();
        builder.CheckSettings();
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddServer();
        builder.AddNode();
        builder.AddLogFiles();
        builder.AddSecurityHeaders();
        builder.AddApiCompression();
        builder.AddAnswerCache();
        builder.AddProblemResponses();
        builder.AddReadableJson();
        builder.AddCreamPieIdentity();
        builder.AddRefusedCommands();
        builder.Services.AddSingleton<MatcherPolicy, SymbolOrWord>();
        builder.AddHealth();
        builder.AddDraining();
        builder.AddSharedRates();
        builder.AddTelemetry();
        builder.AddApiReference();
        builder.Services.AddFeeds();
        builder.Services.AddFeedOrigins(builder.Configuration);
        builder.AddMcp();
        builder.AddJobServer();
        builder.AddPages();
        builder.AddCircuitLimits();
        builder.AddSimulation();
#if SIMULATOR
        CreamPie.Web.Simulator.SimulatorServices.AddSimulator(builder);
#endif
        return builder.Build();
    }

    /// <summary>
    /// Null for the current folder, if the program's settings are there. From anywhere else it is the program's own folder: its styles and
    /// settings would be missing, and a new data folder would come to be where somebody happened to stand.
    /// </summary>
    private static string? ContentRoot(string[] args) =>
        File.Exists("appsettings.json")
        || args.Any(argument => argument.StartsWith($"--{HostDefaults.ContentRootKey}", StringComparison.OrdinalIgnoreCase))
            ? null
            : AppContext.BaseDirectory;
}
