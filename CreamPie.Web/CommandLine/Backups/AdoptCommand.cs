using System.CommandLine;
using System.Globalization;
using CreamPie.Core.Backups.Checking;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Accepts an archive beside a database on purpose.</summary>
internal static class AdoptCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(
            "adopt",
            "Make database and archive one installation, although they were not: after one of them was restored or moved by hand. What the "
            + "archive lacks stays lacking.");
        command.SetAction((_, cancellationToken) => BackupHost.RunAsync(host, isAlone: true, async services =>
        {
            await BackupHost.RequireCurrentSchemaAsync(services, cancellationToken);
            var seen = await services.GetRequiredService<InstallationCheck>().AdoptAsync(cancellationToken);
            return await host.DoneAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Database and archive are one installation now. Of {seen.Read} archived files that were looked at "
                + $"{seen.Missing.Count} are missing."));
        }));
        return command;
    }
}
