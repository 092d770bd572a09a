using CreamPie.Web.Http;

namespace CreamPie.Web.Hosting.Settings;

/// <summary>Finds keys that nothing reads: a misspelt Storage__Path would put the data somewhere else without a word.</summary>
internal static class SettingNames
{
    /// <summary>A sentence for each that lies in a section of ours, or is meant to.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(setting => !string.IsNullOrEmpty(setting.Value))
        .Select(setting => Problem(setting.Key.Split(':')))
        .OfType<string>()
        .Order(StringComparer.Ordinal);

    /// <summary>As an environment variable.</summary>
    public static string Shown(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    private static string? Problem(string[] names)
    {
        if (SettingKeys.All.Find(names[0]) is not { } keys)
            return Elsewhere(names);
        for (var i = 1; i < names.Length; i++)
        {
            if (keys.Find(names[i]) is { } next)
                keys = next;
            else if (keys.IsValue && i == names.Length - 1 && SecretFiles.IsSuffix(names[i]))
                return null;
            else
                return Unknown(names, i, keys);
        }
        // One word may be any program's: MAIL is where mail lies.
        return keys.IsValue || names.Length == 1 ? null : $"{string.Join("__", names)} is not a setting. {Known(names, keys)}";
    }

    private static string Unknown(string[] names, int at, SettingKeys keys)
    {
        var key = string.Join("__", names);
        var above = string.Join("__", names[..at]);
        if (keys.Names.Count == 0)
            return $"{key} is not a setting: {above} is a value and has nothing below it.";
        var nearest = Nearest(names[at], keys.Names);
        return $"{key} is not a setting. " + (nearest is not null
            ? $"Did you mean {string.Join("__", [.. names[..at], nearest, .. names[(at + 1)..]])}?"
            : Known(names[..at], keys));
    }

    private static string Known(string[] above, SettingKeys keys) =>
        $"Known are {string.Join(", ", keys.Names.Order(StringComparer.Ordinal).Select(name => string.Join("__", [.. above, name])))}.";

    /// <summary>
    /// The environment is full of names of other programs: only what would be ours with a letter changed, or with both underscores.
    /// </summary>
    private static string? Elsewhere(string[] names)
    {
        var whole = string.Join("__", names);
        if (names is [var single] && single.Split('_', 2) is [var first, var rest] && IsExactly(first, rest))
            return $"{whole} is not a setting. Did you mean {first}__{rest}?";
        return names.Length > 1 && Nearest(names[0], SettingKeys.All.Names) is { } section
            && SettingKeys.All.FindPath(string.Join(':', [section, .. names[1..]])) is { IsValue: true }
            ? $"{whole} is not a setting. Did you mean {string.Join("__", [section, .. names[1..]])}?"
            : null;
    }

    private static bool IsExactly(string section, string name) => SettingKeys.All.Names.Contains(section, StringComparer.Ordinal)
        && SettingKeys.All.Find(section)!.Names.Contains(name, StringComparer.Ordinal);

    private static string? Nearest(string unknown, IReadOnlyCollection<string> known) => Spelling.Nearest(unknown, known)
        ?? known.FirstOrDefault(k => k.StartsWith(unknown, StringComparison.OrdinalIgnoreCase)
            || unknown.StartsWith(k, StringComparison.OrdinalIgnoreCase));
}
