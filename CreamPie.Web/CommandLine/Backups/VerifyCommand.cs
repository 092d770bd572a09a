using System.CommandLine;
using System.Globalization;
using CreamPie.Core.Backups.Checking;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Reads everything, of the installation or of a backup.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandHost host)
    {
        var from = new Option<string?>("--from")
        {
            Description = "Verify a backup of this folder, or of s3://bucket/prefix, instead.",
            HelpName = "place",
        };
        var name = new Option<string?>("--backup") { Description = "Name of the backup; the newest without it.", HelpName = "name" };
        var command = new Command(
            "verify",
            "Read every archived file and every row, and compare them with their checksums. With --from a backup is restored into a "
            + "scratch place for that.")
        {
            from, name,
        };
        command.SetAction((parsed, cancellationToken) => BackupHost.RunAsync(host, isAlone: false, async services =>
        {
            await BackupHost.RequireCurrentSchemaAsync(services, cancellationToken);
            return parsed.GetValue(from) is { } folder
                ? await OfBackupAsync(host, services, folder, parsed.GetValue(name), cancellationToken)
                : await OfInstallationAsync(host, services, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> OfBackupAsync(
        CommandHost host, IServiceProvider services, string folder, string? name, CancellationToken cancellationToken)
    {
        var seen = await services.GetRequiredService<BackupCheck>().RunAsync(folder, name, cancellationToken);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Backup.Name}: {seen.Backup.Content.Symbols.Count} symbols, {seen.Backup.Content.Bars} bars, "
            + $"{seen.Files} archived files, {seen.Faults.Count} faults.");
        return seen.Faults.Count == 0 ? await host.DoneAsync(line) : await host.FaultyAsync(seen.Faults, line);
    }

    private static async Task<int> OfInstallationAsync(CommandHost host, IServiceProvider services, CancellationToken cancellationToken)
    {
        var seen = await services.GetRequiredService<InstallationVerification>().RunAsync(cancellationToken);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Content.Symbols.Count} symbols, {seen.Content.Bars} bars, {seen.Files} archived files ({seen.Bytes} bytes), "
            + $"{seen.Faults.Count} faults.");
        return seen.Faults.Count == 0 ? await host.DoneAsync(line) : await host.FaultyAsync(seen.Faults, line);
    }
}
