using System.CommandLine;
using System.Globalization;
using CreamPie.Core.Backups.Checking;
using CreamPie.Core.Backups.Contents;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Storage;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Makes the database from the archive, or says how it would differ.</summary>
internal static class RebuildCommand
{
    public static Command Create(CommandHost host)
    {
        var compare = new Option<bool>("--compare")
        {
            Description = "Rebuild into a scratch database, and say what the real one has else. Nothing is changed; the server may run.",
        };
        var command = new Command(
            "rebuild",
            "Fill an empty database from the archive's files alone: bars, splits and dividends. Accounts, who tracks what, and the "
            + "decisions of people are in backups only.")
        {
            compare,
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(compare)
            ? CompareAsync(host, cancellationToken)
            : BackupHost.RunAsync(host, isAlone: true, services => FillAsync(host, services, cancellationToken)));
        return command;
    }

    private static async Task<int> FillAsync(CommandHost host, IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(cancellationToken);
        var rebuilt = await services.GetRequiredService<ArchiveRebuild>().RunAsync(cancellationToken);
        await services.GetRequiredService<InstallationCheck>().AdoptAsync(cancellationToken);
        var (faults, line) = (rebuilt.Lost, LineOf(rebuilt));
        foreach (var refused in rebuilt.Refused)
            await host.Terminal.Error.WriteLineAsync(refused);
        return faults.Count == 0 ? await host.DoneAsync(line) : await host.FaultyAsync(faults, line);
    }

    private static Task<int> CompareAsync(CommandHost host, CancellationToken cancellationToken) =>
        BackupHost.RunAsync(host, isAlone: false, async services =>
        {
            await BackupHost.RequireCurrentSchemaAsync(services, cancellationToken);
            var content = await services.GetRequiredService<ContentQuery>().ReadAsync(cancellationToken);
            var scratches = Path.Combine(services.GetRequiredService<IOptions<StorageOptions>>().Value.Path, "rebuild");
            var folder = ScratchFolder.Make(scratches, "rebuild", services.GetRequiredService<TimeProvider>().Now());
            var scratch = Path.Combine(folder, "database.sqlite");
            try
            {
                return await BackupHost.RunAsync(
                    host, isAlone: false, other => CompareAsync(host, other, content, cancellationToken),
                    "--Database:Provider=Sqlite", "--Node:Role=All", $"--ConnectionStrings:CreamPie=Data Source={scratch};Pooling=False");
            }
            finally
            {
                ScratchFolder.Remove(folder);
            }
        });

    private static async Task<int> CompareAsync(
        CommandHost host, IServiceProvider scratch, DatabaseContent content, CancellationToken cancellationToken)
    {
        await scratch.GetRequiredService<DatabaseStartup>().MigrateAsync(cancellationToken);
        var rebuilt = await scratch.GetRequiredService<ArchiveRebuild>().RunAsync(cancellationToken);
        List<string> faults = [.. rebuilt.Lost, .. rebuilt.Content.ServedDifferencesOf(content)];
        return faults.Count == 0
            ? await host.DoneAsync(LineOf(rebuilt) + " The database has the same.")
            : await host.FaultyAsync(faults, LineOf(rebuilt) + $" The database differs: {faults.Count} sentences above.");
    }

    private static string LineOf(RebuildResult rebuilt) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rebuilt.Loaded} documents loaded, {rebuilt.Refused.Count} refused, {rebuilt.Lost.Count} lost"
        + $"{(rebuilt.Removed > 0 ? $", {rebuilt.Removed} removed by the retention policy before" : "")}: "
        + $"{rebuilt.Content.Symbols.Count} symbols, {rebuilt.Content.Bars} bars.");
}
