using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Administration;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts;

namespace CreamPie.Web.CommandLine;

/// <summary>The commands on admins, over the database of the server's settings. What they do is in the audit.</summary>
internal sealed class AdminCommands(Func<WebApplication> build, ITerminal terminal)
{
    /// <summary>Who acts: the machine's user.</summary>
    private static Caller Operator =>
        new("", $"{Environment.UserName} (command line)", new HashSet<string> { Roles.Admin });

    public Task<int> ListAsync(CancellationToken cancellationToken) => RunAsync(async (administration, _) =>
    {
        var admins = await administration.ListAsync(Operator, cancellationToken);
        foreach (var admin in admins)
        {
            var seen = admin.LastSeenAt is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"last seen {at:yyyy-MM-dd HH:mm} UTC")
                : "never signed in";
            await terminal.Output.WriteLineAsync(
                $"{admin.Email}, {seen}{(admin.HasSecondFactor ? ", second factor" : "")}{(admin.IsDisabled ? ", disabled" : "")}");
        }
        return admins.Count > 0 ? [] : ["There is no admin. Use: admin create"];
    }, cancellationToken);

    public Task<int> CreateAsync(string email, CancellationToken cancellationToken) => RunAsync(async (administration, links) =>
        links is not null ? await links.CreateAsync(Operator, email, cancellationToken)
            : await PasswordAsync(cancellationToken) is { } password
            ? await administration.CreateAsync(Operator, email, password, cancellationToken)
            : ["The passwords differ, or there is none: nothing was changed."], cancellationToken, $"{email} is an admin and can sign in.");

    public Task<int> ResetPasswordAsync(string email, bool resetsSecondFactor, CancellationToken cancellationToken) =>
        RunAsync(async (administration, links) =>
        {
            var problems = links is not null ? await links.ResetAsync(Operator, email, resetsSecondFactor, cancellationToken)
                : await PasswordAsync(cancellationToken) is { } password
                ? await administration.ResetPasswordAsync(Operator, email, password, resetsSecondFactor, cancellationToken)
                : ["The passwords differ, or there is none: nothing was changed."];
            if (problems.Count > 0)
                return problems;
            if (links is null)
                await terminal.Output.WriteLineAsync($"The password of {email} is set. All its sessions ended.");
            var ways = await administration.OtherWaysInAsync(Operator, email, cancellationToken);
            if (UserTexts.ListOf(links is null ? ways : ways with { Passkeys = 0 }) is { } stay)
                await terminal.Output.WriteLineAsync($"Still a way in: {stay}. An admin can remove it on the page of this user.");
            return [];
        }, cancellationToken);

    /// <param name="act">Gets the links where no password counts, which print what they did; null elsewhere.</param>
    /// <param name="done">Printed if there is no problem.</param>
    private async Task<int> RunAsync(
        Func<LocalAdministration, AdminLinks?, Task<IReadOnlyList<string>>> act, CancellationToken cancellationToken, string? done = null)
    {
        await using var app = build();
        await using var scope = app.Services.CreateAsyncScope();
        var administration = scope.ServiceProvider.GetRequiredService<LocalAdministration>();
        if (!await administration.IsCurrentAsync(cancellationToken))
        {
            await terminal.Error.WriteLineAsync(CommandHost.NotSetUp);
            return 1;
        }
        var links = AdminLinks.AreNeeded(scope.ServiceProvider) ? new AdminLinks(scope.ServiceProvider, terminal) : null;
        var problems = await act(administration, links);
        foreach (var problem in problems)
            await terminal.Error.WriteLineAsync(problem);
        if (problems.Count == 0 && links is null && done is not null)
            await terminal.Output.WriteLineAsync(done);
        return problems.Count == 0 ? 0 : 1;
    }

    /// <summary>Never an argument: those are seen by everybody on the machine, and kept in the shell's history.</summary>
    private async Task<string?> PasswordAsync(CancellationToken cancellationToken)
    {
        if (terminal.IsRedirected)
            return await terminal.Input.ReadLineAsync(cancellationToken) is { Length: > 0 } line ? line : null;
        var password = terminal.ReadSecret("New password: ");
        return password.Length > 0 && password == terminal.ReadSecret("Again: ") ? password : null;
    }
}
