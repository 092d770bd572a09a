using System.CommandLine;
using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Audit;
using CreamPie.Core.Backups.Restoring;
using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Restores while no server runs.</summary>
internal static class RestoreCommand
{
    public static Command Create(CommandHost host)
    {
        var from = new Option<string>("--from")
        {
            Description = "The folder with the backups, or s3://bucket/prefix.",
            HelpName = "place",
            Required = true,
        };
        var name = new Option<string?>("--backup") { Description = "Name of the backup; the newest without it.", HelpName = "name" };
        var replace = new Option<bool>("--replace") { Description = "Replace the database that is there." };
        var command = new Command(
            "restore", "Restore database and archive from a backup. Stop the server first. If it fails, all is as it was before.")
        {
            from, name, replace,
        };
        command.SetAction((parsed, cancellationToken) => BackupHost.RunAsync(host, isAlone: true, async services =>
        {
            var restored = await services.GetRequiredService<Restore>().RunAsync(
                parsed.GetRequiredValue(from), parsed.GetValue(name), parsed.GetValue(replace), cancellationToken);
            var backup = restored.Backup;
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"Restored {backup.Name}: {backup.Content.Symbols.Count} symbols, {backup.Content.Bars} bars, "
                + $"{restored.Files} archived files put back. "
                + $"All sessions have ended; API keys that were revoked after {backup.MadeAt:yyyy-MM-dd HH:mm} UTC work again.");
            var user = new Caller("", $"{Environment.UserName} (command line)", new HashSet<string> { Roles.Admin });
            await services.GetRequiredService<AuditTrail>().WriteAsync(
                user, AuditAction.Restore, backup.Name, AuditOutcome.Succeeded, "Restored.", cancellationToken);
            return restored.Missing.Count == 0
                ? await host.DoneAsync(line)
                : await host.FaultyAsync(restored.Missing.Select(sha256 => $"The backup lacks the archived file {sha256}."), line);
        }));
        return command;
    }
}
