using CreamPie.Core;
using CreamPie.Web.Accounts;
using CreamPie.Web.Api;
using CreamPie.Web.Feeds;
using CreamPie.Web.Hosting.Monitoring;
using CreamPie.Web.Http;
using CreamPie.Web.Http.Circuits;
using CreamPie.Web.Jobs;
using CreamPie.Web.Mcp;

namespace CreamPie.Web.Hosting;

/// <summary>Everything the program consists of, one line per area.</summary>
internal static class Server
{
    /// <summary>Builds the program without starting it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDevelopmentSettings();
        builder.Services.AddCreamPieCore(builder.Configuration);
        builder.AddServer();
        builder.AddNode();
        builder.AddLogFiles();
        builder.AddSecurityHeaders();
        builder.AddApiCompression();
        builder.AddProblemResponses();
        builder.AddReadableJson();
        builder.AddCreamPieIdentity();
        builder.AddRefusedCommands();
        builder.AddHealth();
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
}
