using System.CommandLine;

namespace CreamPie.Web.CommandLine;

internal static class AdminCommand
{
    public static Command Create(CommandHost host)
    {
        var admin = new AdminCommands(host.Build, host.Terminal);
        var email = new Argument<string>("email") { Description = "The account's e-mail address." };
        var factors = new Option<bool>("--reset-second-factor")
        {
            Description = "Also remove authenticator app, recovery codes and passkeys. Linked providers, API keys and feeds stay.",
        };
        var list = new Command("list", "List the admins.");
        list.SetAction((_, cancellationToken) => admin.ListAsync(cancellationToken));
        var create = new Command(
            "create", "Create an admin. The password is read from the terminal, or from standard input, and is never an argument.")
        {
            email,
        };
        create.SetAction((parsed, cancellationToken) => admin.CreateAsync(parsed.GetRequiredValue(email), cancellationToken));
        var reset = new Command(
            "reset-password",
            "Set the password of an account and sign it out everywhere. The password is read from the terminal, or from standard input, "
            + "and is never an argument.")
        {
            email, factors,
        };
        reset.SetAction((parsed, cancellationToken) =>
            admin.ResetPasswordAsync(parsed.GetRequiredValue(email), parsed.GetValue(factors), cancellationToken));
        return new Command("admin", "For the day when nobody can sign in. Uses the server's own settings; the server may run.")
        {
            list, create, reset,
        };
    }
}
