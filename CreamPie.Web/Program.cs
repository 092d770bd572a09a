using CreamPie.Web.CommandLine;
using CreamPie.Web.Hosting;

try
{
    return await Commands.RunAsync(args, Server.Build, new ConsoleTerminal());
}
catch (Exception exception) when (StartupFailure.Explain(exception) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}

public partial class Program;
