using System.Text.RegularExpressions;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Attacks;

/// <summary>Finds in an answer what belongs to nobody outside: paths of the machine, stack traces, SQL, faults of libraries.</summary>
/// <param name="folder">Of the program's data.</param>
internal sealed partial class Leaks(string folder)
{
    private readonly string[] _paths = [folder, Repository.Root, AppContext.BaseDirectory.TrimEnd('/')];

    /// <summary>What it found, for the report; null for nothing.</summary>
    /// <param name="text">Headers and body of an answer.</param>
    public string? In(string text) =>
        _paths.FirstOrDefault(path => text.Contains(path, StringComparison.OrdinalIgnoreCase))
        ?? (Traces().Match(text) is { Success: true } match ? match.Value : null);

    /// <summary>Lower-case "drop table" and the like are ours: some answers repeat what was asked.</summary>
    [GeneratedRegex(
        @"^\s+at [A-Z]\w*\.[\w.<>`]+\(|\.cs:line \d|\bSELECT\b.*\bFROM\b.*\bAS\b|\bINSERT INTO\b|\bUPDATE ""|\bDELETE FROM\b|SQLite Error"
        + @"|SqliteException|Npgsql|PostgresException|constraint failed|violates \w+ constraint|relation "".*"" does"
        + @"|syntax error at|\b(08|22|23|25|40|42|53|55|57|XX)[0-9A-Z]{3}: |System\.\w+Exception|Microsoft\.\w+\.\w+Exception"
        + @"|CreamPie\.(Core|Web)\.\w+\.\w+\(",
        RegexOptions.Multiline)]
    private static partial Regex Traces();
}
