using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources;

/// <summary>Which sources are asked, first to last, as a text like "YahooPage,YahooChart".</summary>
public static class SourceOrder
{
    private const int MostShown = 60;

    /// <summary>Of everything that can be asked; files only arrive by themselves.</summary>
    private static readonly SourceName[] ByDefault =
        [SourceName.YahooPage, SourceName.YahooChart, SourceName.AlphaVantage, SourceName.CsvTemplate];

    /// <summary>The sources of an installation that can be asked, in the order that holds where none is set.</summary>
    /// <param name="installed">In any order.</param>
    public static IReadOnlyList<SourceName> Default(IEnumerable<SourceName> installed) => [.. ByDefault.Intersect(installed)];

    /// <summary>Reads an order and says what is wrong with it.</summary>
    /// <param name="text">Names with commas between them, in any case.</param>
    /// <param name="installed">What this installation has.</param>
    /// <param name="order">Whatever of the text is right, in its order.</param>
    /// <returns>One sentence that says what is wrong and what would be right; null if all is right.</returns>
    public static string? Check(string text, IEnumerable<SourceName> installed, out IReadOnlyList<SourceName> order)
    {
        var known = Default(installed);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var found = names.Select(n => known.Where(k => k.ToString().Equals(n, StringComparison.OrdinalIgnoreCase)).Cast<SourceName?>().FirstOrDefault()).ToList();
        order = [.. found.OfType<SourceName>().Distinct()];
        var right = $"Name one or more of {string.Join(", ", known)}, each once, first to last, like \"{string.Join(',', known)}\".";
        if (names.Length == 0)
            return $"The order needs at least one source. {right}";
        if (found.IndexOf(null) is var stranger and >= 0)
            return $"\"{Excerpt.Within(names[stranger], MostShown)}\" is no source that this installation can ask. {right}";
        return order.Count < names.Length ? $"A source stands twice in \"{Excerpt.Within(text, MostShown)}\". {right}" : null;
    }
}
