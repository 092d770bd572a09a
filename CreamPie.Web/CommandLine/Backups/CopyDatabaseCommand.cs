using System.CommandLine;
using System.Globalization;
using CreamPie.Core.Backups;
using CreamPie.Core.Backups.Rebuilding;
using CreamPie.Core.Storage;

namespace CreamPie.Web.CommandLine.Backups;

/// <summary>Moves from SQLite to PostgreSQL, or back.</summary>
internal static class CopyDatabaseCommand
{
    /// <summary>Not an argument: it may have a password.</summary>
    public const string Target = "ConnectionStrings__Target";

    public static Command Create(CommandHost host)
    {
        var to = new Option<DatabaseProvider>("--to")
        {
            Description = "Sqlite or Postgres.",
            HelpName = "database",
            Required = true,
            CustomParser = result => Read(result.Tokens[0].Value, result.AddError),
        };
        var command = new Command(
            "copy-database",
            $"Copy every row into an empty database, whose connection string is in the environment variable {Target}, and compare both. "
            + "Stop the server first; afterwards set Database__Provider and ConnectionStrings__CreamPie to the copy.")
        {
            to,
        };
        command.SetAction((parsed, cancellationToken) => BackupHost.RunAsync(host, isAlone: true, async services =>
        {
            await BackupHost.RequireCurrentSchemaAsync(services, cancellationToken);
            var target = services.GetRequiredService<IConfiguration>().GetConnectionString("Target") is { Length: > 0 } given
                ? given
                : throw new BackupException($"{Target} must be the connection string of the other database.");
            var content = await services.GetRequiredService<DatabaseMove>()
                .CopyAsync(parsed.GetRequiredValue(to), target, cancellationToken);
            return await host.DoneAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Copied: {content.Symbols.Count} symbols, {content.Bars} bars, {content.Tables.Count} tables, all equal by checksum."));
        }));
        return command;
    }

    private static DatabaseProvider Read(string text, Action<string> fail)
    {
        if (Enum.TryParse<DatabaseProvider>(text, ignoreCase: true, out var provider) && Enum.IsDefined(provider))
            return provider;
        fail($"The database is one of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.");
        return default;
    }
}
