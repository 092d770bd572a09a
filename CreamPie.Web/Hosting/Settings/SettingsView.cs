using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>A setting as this process has it.</summary>
/// <param name="Key">As an environment variable.</param>
/// <param name="Value">What holds; of a secret only whether it is set.</param>
/// <param name="Origin">Where it comes from: default, environment, command line, or a file's name.</param>
/// <param name="IsDefault">Whether nobody has set it.</param>
internal sealed record ShownSetting(string Key, string Value, string Origin, bool IsDefault);

/// <summary>Reads settings with where they come from. Secrets stay where they are.</summary>
internal sealed class SettingsView(IConfiguration configuration)
{
    private const string Hidden = "set (hidden)";

    public IReadOnlyList<(string Name, IReadOnlyList<ShownSetting> Settings)> Groups() =>
        [.. SettingList.Groups.Select(g => (g.Name, (IReadOnlyList<ShownSetting>)[.. g.Settings.Select(Read)]))];

    private ShownSetting Read(KnownSetting setting)
    {
        // A host setting is known without its prefix.
        var path = setting.Path.StartsWith("ASPNETCORE_", StringComparison.Ordinal) ? setting.Path["ASPNETCORE_".Length..] : setting.Path;
        return configuration[path] is { Length: > 0 } value
            ? new(setting.Key, setting.IsSecret ? Hidden : value, OriginOf(path), IsDefault: false)
            : new(setting.Key, setting.Default, "default", IsDefault: true);
    }

    /// <summary>The last provider that has a value wins.</summary>
    private string OriginOf(string path) =>
        (configuration as IConfigurationRoot)?.Providers.Reverse().FirstOrDefault(p => p.TryGet(path, out _)) switch
        {
            SecretFiles secrets => secrets.FileOf(path),
            CommandLineConfigurationProvider => "command line",
            EnvironmentVariablesConfigurationProvider => "environment",
            JsonConfigurationProvider { Source.Path: { } file } => System.IO.Path.GetFileName(file),
            _ => "host",
        };
}
