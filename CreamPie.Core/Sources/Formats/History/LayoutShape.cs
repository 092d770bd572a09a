using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreamPie.Core.Sources.Formats.History;

/// <summary>
/// A short fingerprint of a document's layout, equal for all documents of one layout: a new one means that the source
/// has changed its pages. At most <see cref="MaxLength"/> characters.
/// </summary>
internal static class LayoutShape
{
    public const int MaxLength = 300;

    /// <summary>A page without anything that could be a history.</summary>
    public const string Nothing = "page:nothing";

    private const int MostNames = 40;
    private const int LongestName = 24;

    public static string Table(string kind, IEnumerable<string> headers) =>
        Cut($"{kind}:{string.Join('|', headers.Take(MostNames).Select(HistoryColumns.NameOf))}");

    /// <summary>The names in objects, each group sorted: their order means nothing.</summary>
    public static string Names(string kind, params ReadOnlySpan<JsonElement> objects)
    {
        var groups = new string[objects.Length];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = string.Join('|', NamesOf(objects[i]).Select(Plain).Order(StringComparer.Ordinal));
        return Cut($"{kind}:{string.Join('/', groups)}");
    }

    public static string Join(params ReadOnlySpan<string?> shapes) =>
        Cut(string.Join(' ', shapes.ToArray().Where(s => !string.IsNullOrEmpty(s))));

    /// <summary>A text of the document, reduced to what is safe in a log and a page.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(LongestName);
        foreach (var c in text)
        {
            if (plain.Length < LongestName && (char.IsLetterOrDigit(c) || c is '_'))
                plain.Append(c);
        }
        return plain.ToString();
    }

    // Events are present only if there were any, so they are no part of the layout.
    private static IEnumerable<string> NamesOf(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().Take(MostNames).Select(p => p.Name).Where(n => n is not "events")
        : [];

    private static string Cut(string shape) => shape.Length <= MaxLength
        ? shape
        : $"{shape[..(MaxLength - 9)]}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)))[..8]}";
}
