using System.Globalization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// What a file's name says: 2025-06-16_TSLA_svelte.html, AAPL_2020-12-11.csv, BRK-B.csv. Underscores separate the
/// parts: a full ISO date anywhere is the day of capture, the first other part is the symbol if it is one.
/// </summary>
/// <param name="Symbol">Null if the first part is none.</param>
/// <param name="CapturedAt">UTC noon of the day of capture, null if the name has none.</param>
internal readonly record struct DroppedFileName(Symbol? Symbol, DateTime? CapturedAt)
{
    private static readonly TimeOnly Noon = new(12, 0);
    private static readonly string[] Extensions = [".html", ".htm", ".csv", ".json", ".txt"];

    public static DroppedFileName Of(string fileName)
    {
        DateOnly? day = null;
        string? first = null;
        foreach (var part in WithoutExtension(Path.GetFileName(fileName)).Split('_', StringSplitOptions.TrimEntries))
        {
            if (DateOnly.TryParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                day ??= date;
            else
                first ??= part;
        }
        return new DroppedFileName(
            CreamPie.Core.Market.Symbol.TryParse(first, out var symbol) ? symbol : null,
            day?.ToDateTime(Noon, DateTimeKind.Utc));
    }

    // Only known extensions: the ".T" of 7203.T belongs to the symbol.
    private static string WithoutExtension(string name)
    {
        var extension = Path.GetExtension(name);
        return Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase) ? name[..^extension.Length] : name;
    }
}
