using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources;

/// <summary>A source order, first to last, as a text like "YahooPage,YahooChart".</summary>
public static class SourceOrder
{
    private const int MostShown = 60;

    /// <summary>Every source that takes requests.</summary>
    private static readonly SourceName[] ByDefault =
        [SourceName.YahooPage, SourceName.YahooChart, SourceName.AlphaVantage, SourceName.CsvTemplate];

    /// <summary>The installed sources that take requests, in the default order.</summary>
    /// <param name="installed">In any order.</param>
    public static IReadOnlyList<SourceName> Default(IEnumerable<SourceName> installed) => [.. ByDefault.Intersect(installed)];

    /// <summary>Reads an order and says what is wrong with it.</summary>
    /// <param name="text">Names separated by commas, in any case.</param>
    /// <param name="installed">The sources of this installation.</param>
    /// <param name="order">The valid names of the text, in its order.</param>
    /// <returns>One sentence that says what is wrong and what would be right; null if nothing is.</returns>
    public static string? Check(string text, IEnumerable<SourceName> installed, out IReadOnlyList<SourceName> order)
    {
        var known = Default(installed);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var found = names
            .Select(n => known
                .Where(k => k.ToString().Equals(n, StringComparison.OrdinalIgnoreCase))
                .Cast<SourceName?>()
                .FirstOrDefault())
            .ToList();
        order = [.. found.OfType<SourceName>().Distinct()];
        var right = $"Name one or more of {string.Join(", ", known)}, each once, first to last, like \"{string.Join(',', known)}\".";
        if (names.Length == 0)
            return $"The order needs at least one source. {right}";
        if (found.IndexOf(null) is var stranger and >= 0)
            return $"\"{Excerpt.Within(names[stranger], MostShown)}\" is no source that this installation can ask. {right}";
        return order.Count < names.Length ? $"A source stands twice in \"{Excerpt.Within(text, MostShown)}\". {right}" : null;
    }
}
