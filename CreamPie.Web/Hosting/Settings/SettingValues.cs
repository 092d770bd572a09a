using System.Data.Common;
using CreamPie.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>Checks before anything is built what the framework would end with a stack trace for, or ignore.</summary>
internal static class SettingValues
{
    /// <exception cref="OptionsValidationException">A sentence for each wrong setting.</exception>
    public static void CheckSettings(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Add(new SecretFiles(builder.Configuration));
        var configuration = builder.Configuration;
        List<string> problems =
        [
            .. SettingNames.Problems(configuration), .. LogLevels(configuration), .. Connection(configuration),
            .. ListenAddresses.Problems(configuration, builder.Environment), .. Folder(configuration, builder.Environment),
        ];
        if (problems.Count > 0)
            throw new OptionsValidationException("", typeof(SettingValues), problems);
    }

    private static IEnumerable<string> LogLevels(IConfiguration configuration) =>
        from setting in configuration.GetSection("Logging").AsEnumerable()
        where !string.IsNullOrEmpty(setting.Value)
            && setting.Key.Split(':').SkipLast(1).LastOrDefault()?.Equals("LogLevel", StringComparison.OrdinalIgnoreCase) == true
            && !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
        select $"{SettingNames.Shown(setting.Key)} cannot be '{setting.Value}': "
            + $"it is one of {string.Join(", ", Enum.GetNames<LogLevel>())}.";

    private static IEnumerable<string> Connection(IConfiguration configuration)
    {
        var isPostgres = Enum.TryParse<DatabaseProvider>(
            configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"], ignoreCase: true, out var provider)
            && provider == DatabaseProvider.Postgres;
        var problem = "";
        try
        {
            DbConnectionStringBuilder parts = isPostgres ? new NpgsqlConnectionStringBuilder() : new SqliteConnectionStringBuilder();
            parts.ConnectionString = configuration.GetConnectionString("CreamPie");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException)
        {
            problem = fault.Message.Split(" (Parameter")[0].TrimEnd('.');
        }
        if (problem.Length > 0)
        {
            yield return $"ConnectionStrings__CreamPie cannot be read: {problem}. It is like " + (isPostgres
                ? "Host=localhost;Database=creampie;Username=creampie;Password=..."
                : "Data Source=/var/lib/creampie/creampie.db; for PostgreSQL set Database__Provider=Postgres.");
        }
    }

    private static IEnumerable<string> Folder(IConfiguration configuration, IHostEnvironment environment)
    {
        var given = configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Path)}"];
        if (string.IsNullOrWhiteSpace(given))
            yield break;
        for (var path = Path.GetFullPath(given, environment.ContentRootPath); path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                yield return $"Storage__Path cannot be '{given}': {path} is a file, not a folder.";
        }
    }
}
