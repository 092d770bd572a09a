using CreamPie.Core;
using CreamPie.Web.Accounts;
using CreamPie.Web.Api;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;
using CreamPie.Web.Jobs;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddDevelopmentSettings();
    builder.Services.AddCreamPieCore(builder.Configuration);
    builder.AddServer();
    builder.AddLogFiles();
    builder.AddSecurityHeaders();
    builder.AddProblemResponses();
    builder.AddCreamPieIdentity();
    builder.AddHealth();
    builder.AddApiReference();
    builder.AddJobServer();
    builder.AddPages();
    builder.AddSimulation();
#if SIMULATOR
    CreamPie.Web.Simulator.SimulatorServices.AddSimulator(builder);
#endif

    var app = builder.Build();
    await app.PrepareAsync();
    app.UseCreamPie();
    app.MapCreamPie();
#if SIMULATOR
    CreamPie.Web.Simulator.SimulatorServices.MapSimulator(app);
#endif
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartupFailure.Explain(exception) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}

public partial class Program;
