using CreamPie.Web.CommandLine;
using CreamPie.Web.Hosting;
using CreamPie.Web.Http;

try
{
    if (Commands.AreIn(args))
        return await Commands.RunAsync(args, Server.Build, new ConsoleTerminal());
    var app = Server.Build(args);
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
