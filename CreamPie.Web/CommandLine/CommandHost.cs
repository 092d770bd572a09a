namespace CreamPie.Web.CommandLine;

/// <summary>What a command works with.</summary>
/// <param name="build">Builds the server; it is not started.</param>
/// <param name="settings">Those that were given as arguments.</param>
/// <param name="terminal">Where results are printed.</param>
internal sealed class CommandHost(Func<string[], WebApplication> build, IReadOnlyList<string> settings, ITerminal terminal)
{
    /// <summary>A command logs nothing: the log files are the running server's.</summary>
    private static readonly string[] Quiet =
    [
        "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.AspNetCore=Error",
        // What fails is told by a sentence.
        "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Critical", "--LogFiles:Days=0",
    ];

    /// <summary>What a command says of a database that no start of this version has set up.</summary>
    public const string NotSetUp =
        "The database is not set up for this version yet. Start the server once, with the same settings, then try again.";

    public ITerminal Terminal => terminal;

    /// <summary>The program by the server's own settings, not started; dispose of it.</summary>
    public WebApplication Build() => BuildWith([]);

    /// <summary>The same with settings on top of the server's.</summary>
    public WebApplication BuildWith(IEnumerable<string> more) => build([.. settings, .. Quiet, .. more]);

    public Task<int> ServeAsync() => ServeCommand.RunAsync(build([.. settings]));

    /// <summary>Prints the one line of a result.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> DoneAsync(string line)
    {
        await terminal.Output.WriteLineAsync(line);
        return 0;
    }

    /// <summary>Prints the sentence that says what failed.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> FailedAsync(string sentence)
    {
        await terminal.Error.WriteLineAsync(sentence);
        return 1;
    }
}
