using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>
/// Settings whose values are in files, as secrets of containers are: Mail__Password__File=/run/secrets/mail instead of Mail__Password.
/// A value that is given as an argument wins over the file, as it wins over everything else.
/// </summary>
internal sealed class SecretFiles : ConfigurationProvider, IConfigurationSource
{
    private const string Suffix = "File";

    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OptionsValidationException">A file cannot be read, or its setting has a value already.</exception>
    public SecretFiles(IConfiguration configuration)
    {
        foreach (var (key, file) in configuration.AsEnumerable())
        {
            if (string.IsNullOrEmpty(file) || key.Split(':') is not [.., _, var last] || !IsSuffix(last))
                continue;
            var path = key[..^(Suffix.Length + 1)];
            if (SettingKeys.All.FindPath(path) is not { IsValue: true } || SettingKeys.All.FindPath(key) is { IsValue: true })
                continue;
            if (IsArgument(configuration, path) && !IsArgument(configuration, key))
                continue;
            if (!string.IsNullOrEmpty(configuration[path]))
                throw Invalid(key, $"{SettingNames.Shown(path)} is set, too. Keep one of them.");
            _files[path] = file;
            Data[path] = Read(key, file);
        }
    }

    public static bool IsSuffix(string name) => name.Equals(Suffix, StringComparison.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>The file that the value comes from.</summary>
    public string FileOf(string path) => _files[path];

    private static bool IsArgument(IConfiguration configuration, string path) => (configuration as IConfigurationRoot)?.Providers
        .LastOrDefault(p => p.TryGet(path, out _)) is CommandLineConfigurationProvider;

    /// <summary>Without the line end that editors and echo add.</summary>
    private static string Read(string key, string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(key, $"{file} cannot be read: {fault.Message}");
        }
    }

    private static OptionsValidationException Invalid(string key, string problem) =>
        new(key, typeof(SecretFiles), [$"{SettingNames.Shown(key)}: {problem}"]);
}
