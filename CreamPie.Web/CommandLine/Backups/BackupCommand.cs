using System.CommandLine;
using CreamPie.Core.Backups.Running;
using CreamPie.Core.Storage.Tables.Backups;
using CreamPie.Web.Hosting;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Backs up while the server runs, or while it does not.</summary>
internal static class BackupCommand
{
    public static Command Create(CommandHost host)
    {
        var to = new Option<string>("--to")
        {
            Description = "A folder, or s3://bucket/prefix (Backups__Endpoint, Backups__AccessKey, Backups__SecretKey). Later backups into "
                + "it copy only what is new.",
            HelpName = "place",
            Required = true,
        };
        var command = new Command(
            "backup",
            "Back up database and archive into a folder or a bucket, while the server runs. The key file (Security__KeyFile) and the "
            + "settings are not in it.")
        {
            to,
        };
        command.SetAction((parsed, cancellationToken) => BackupHost.RunAsync(host, isAlone: false, async services =>
        {
            await BackupHost.RequireCurrentSchemaAsync(services, cancellationToken);
            var run = await services.GetRequiredService<BackupRuns>().BackUpAsync(parsed.GetRequiredValue(to), cancellationToken);
            var line = $"{run.Detail} {KeySentence(services.GetRequiredService<KeyFile>())}";
            return run.Outcome switch
            {
                BackupOutcome.Succeeded => await host.DoneAsync(line),
                BackupOutcome.Incomplete => await host.FailedAsync(line),
                _ => await host.FailedAsync(run.Detail!),
            };
        }));
        return command;
    }

    private static string KeySentence(KeyFile keys) => keys.Path is { } path
        ? $"Keep {path} somewhere else: without it nobody stays signed in, and what it protects is lost."
        : "The data-protection keys are in it unencrypted (no Security__KeyFile): keep it as a secret.";
}
