namespace CreamPie.Web.CommandLine;

/// <summary>Tells an argument that is a setting from the words of a command.</summary>
/// <param name="Settings">In the one form that configuration reads: --Storage:Path=value.</param>
/// <param name="Words">All other arguments.</param>
internal sealed record CommandLineSettings(IReadOnlyList<string> Settings, IReadOnlyList<string> Words)
{
    /// <summary>Settings of the host, which have no section.</summary>
    private static readonly string[] OfTheHost =
    [
        HostDefaults.ApplicationKey, HostDefaults.EnvironmentKey, HostDefaults.ContentRootKey,
        WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, WebHostDefaults.WebRootKey,
        WebHostDefaults.DetailedErrorsKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.ShutdownTimeoutKey,
        WebHostDefaults.StaticWebAssetsKey, WebHostDefaults.PreventHostingStartupKey, WebHostDefaults.HostingStartupAssembliesKey,
        WebHostDefaults.SuppressStatusMessagesKey, WebHostDefaults.PreferHostingUrlsKey, WebHostDefaults.StartupAssemblyKey,
        WebHostDefaults.HostingStartupExcludeAssembliesKey, "https_port",
    ];

    /// <summary>
    /// A setting is a name with a section (Storage:Path, also Storage__Path) or one of the host's (urls), as --name=value, --name value,
    /// /name=value or name=value.
    /// </summary>
    public static CommandLineSettings Split(string[] args)
    {
        List<string> settings = [], words = [];
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=', 2)[0];
            var key = name.TrimStart('-', '/').Replace("__", ":", StringComparison.Ordinal);
            // What says nothing: hosts pass on each section by itself, as --Storage=.
            if (args[i] == $"--{key}=" && !IsSetting(key))
                continue;
            if (!IsSetting(key))
                words.Add(args[i]);
            else if (name.Length < args[i].Length)
                settings.Add($"--{key}{args[i][name.Length..]}");
            else if (name[0] is '-' or '/' && i + 1 < args.Length)
                settings.Add($"--{key}={args[++i]}");
            else
                words.Add(args[i]);
        }
        return new(settings, words);
    }

    private static bool IsSetting(string key) =>
        (key.Contains(':', StringComparison.Ordinal) && key.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '_' or '-'))
        || OfTheHost.Contains(key, StringComparer.OrdinalIgnoreCase);
}
