using System.CommandLine;
using System.CommandLine.Help;

namespace CreamPie.Web.CommandLine;

/// <summary>
/// What the program does besides serving: commands for whoever has the machine. Without a command it is the server, and its
/// options (--urls, --Storage:Path=...) are settings.
/// </summary>
internal static class Commands
{
    /// <summary>Wrong usage, as most shells' tools have it.</summary>
    public const int WrongUsage = 2;

    private static readonly string[] Questions = ["--help", "-h", "-?", "/?", "/h", "--version"];

    public static bool AreIn(string[] args) => args is [var first, ..]
        && (Questions.Contains(first) || !(first.StartsWith('-') || (first.StartsWith('/') && first.Length > 1)));

    /// <summary>The server's own settings, except that it logs nothing: its files are the running server's.</summary>
    private static readonly string[] Quiet = ["--Logging:LogLevel:Default=Error", "--LogFiles:Days=0"];

    /// <param name="build">Builds the server; it is not started.</param>
    /// <param name="terminal">Where a password is asked for.</param>
    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build, ITerminal terminal)
    {
        var parsed = Root(new AdminCommands(() => build(Quiet), terminal), new CommandHost(build, [], terminal)).Parse(args);
        var configuration = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error };
        // Help wins over what is wrong beside it.
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return await parsed.InvokeAsync(configuration);
        // Only a word in a command's place is repeated: any other may be a password.
        await terminal.Error.WriteLineAsync(parsed.UnmatchedTokens is [var unknown, ..] && args.Take(2).Contains(unknown)
            ? $"'{unknown}' is not known here. Commands: admin list, admin create, admin reset-password (--help explains them). "
                + "Without a command, CreamPie.Web starts the server."
            : "This is not how the command is used: admin list, admin create EMAIL, admin reset-password EMAIL [--reset-second-factor]. "
                + "A password is never an argument.");
        return WrongUsage;
    }

    private static RootCommand Root(AdminCommands admin, CommandHost host)
    {
        var email = new Argument<string>("email") { Description = "The account's e-mail address." };
        var factors = new Option<bool>("--reset-second-factor")
        {
            Description = "Also remove authenticator app, recovery codes and passkeys.",
        };
        var list = new Command("list", "List the admins.");
        list.SetAction((_, cancellationToken) => admin.ListAsync(cancellationToken));
        var create = new Command("create", "Create an admin. The password is read from the terminal, or from standard input.") { email };
        create.SetAction((parsed, cancellationToken) => admin.CreateAsync(parsed.GetRequiredValue(email), cancellationToken));
        var reset = new Command(
            "reset-password", "Set the password of an account and sign it out everywhere. The password is read like create's.")
        {
            email, factors,
        };
        reset.SetAction((parsed, cancellationToken) =>
            admin.ResetPasswordAsync(parsed.GetRequiredValue(email), parsed.GetValue(factors), cancellationToken));
        return new RootCommand("CreamPie. Without a command it starts the server.")
        {
            new Command("admin", "For the day when nobody can sign in. Uses the server's own settings; the server may run.")
            {
                list, create, reset,
            },
            Backups.BackupCommand.Create(host), Backups.RestoreCommand.Create(host), Backups.VerifyCommand.Create(host),
            Backups.RebuildCommand.Create(host), Backups.CopyDatabaseCommand.Create(host), Backups.AdoptCommand.Create(host),
        };
    }
}
