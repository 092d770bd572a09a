using System.CommandLine;
using System.CommandLine.Help;
using CreamPie.Web.CommandLine.Backups;
using CreamPie.Web.Hosting;

namespace CreamPie.Web.CommandLine;

/// <summary>
/// The program's command line: a command for each thing that it does, and settings (--Storage:Path=...), which every command takes.
/// What is not understood is refused before anything is opened.
/// </summary>
internal static class Commands
{
    /// <summary>Wrong usage, as most shells' tools have it.</summary>
    public const int WrongUsage = 2;

    /// <summary>A new command is a file with such a method, and a name here.</summary>
    private static readonly Func<CommandHost, Command>[] All =
    [
        ServeCommand.Create, AdminCommand.Create, SmokeCommand.Create, BackupCommand.Create, RestoreCommand.Create, VerifyCommand.Create,
        RebuildCommand.Create, CopyDatabaseCommand.Create, AdoptCommand.Create,
    ];

    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <param name="args">As the shell gives them.</param>
    /// <param name="build">Builds the server; it is not started.</param>
    /// <param name="terminal">Where a password is asked for, and results are printed.</param>
    /// <returns>The exit status: 0, 1 for what failed with a sentence, 2 for wrong usage.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, ITerminal terminal)
    {
        var line = CommandLineSettings.Split(args);
        var host = new CommandHost(build, line.Settings, terminal);
        var parsed = Root(host).Parse(line.Words, Parser);
        // Help wins over what is wrong beside it.
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            await terminal.Error.WriteLineAsync(CommandUsage.Refuse(parsed, line.Words));
            return WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(Invocation(parsed, terminal));
        }
        catch (OperationCanceledException stop) when (!ServeCommand.Is(parsed))
        {
            // A timeout is no stop.
            await terminal.Error.WriteLineAsync(
                stop.InnerException is TimeoutException ? stop.Message : "The command was stopped before its end.");
            return 1;
        }
    }

    private static InvocationConfiguration Invocation(ParseResult parsed, ITerminal terminal) => new()
    {
        Output = terminal.Output,
        Error = terminal.Error,
        // Program explains a fault.
        EnableDefaultExceptionHandler = false,
        // The server has its own way to end, which takes as long as the requests that it answers.
        ProcessTerminationTimeout = ServeCommand.Is(parsed) ? null : TimeSpan.FromSeconds(30),
    };

    private static RootCommand Root(CommandHost host)
    {
        var root = new RootCommand("CreamPie. Without a command it starts the server. "
            + "Settings are environment variables (Storage__Path=...) or arguments (--Storage:Path=...); the README explains each.");
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        root.SetAction((_, _) => host.ServeAsync());
        foreach (var create in All)
            root.Add(create(host));
        return root;
    }

    private sealed class PrintVersion : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Text);
            return 0;
        }
    }
}
