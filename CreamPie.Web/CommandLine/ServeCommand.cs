using System.CommandLine;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.CommandLine;

/// <summary>Starts the server; what the program does without a command.</summary>
internal static class ServeCommand
{
    private const string Name = "serve";

    public static Command Create(CommandHost host)
    {
        var command = new Command(Name, "Start the server (the default). It updates the database first if that is of an earlier version.");
        command.SetAction((_, _) => host.ServeAsync());
        return command;
    }

    public static bool Is(ParseResult parsed) => parsed.CommandResult.Command is RootCommand or { Name: Name };

    public static async Task<int> RunAsync(WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseCreamPie();
        app.MapCreamPie();
        var warmUp = WarmUp.Begin(app);
        await app.PrepareAsync();
        await warmUp.EndAsync();
        app.MapJobs();
#if SIMULATOR
        CreamPie.Web.Simulator.SimulatorServices.MapSimulator(app);
#endif
        await app.RunAsync();
        return 0;
    }
}
