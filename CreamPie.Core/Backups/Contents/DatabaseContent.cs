namespace CreamPie.Core.Backups.Contents;

/// <summary>What a database holds, as counts and checksums.</summary>
/// <param name="Tables">By table, over all values of all rows.</param>
/// <param name="Symbols">By symbol, over its bars and standing splits and payments: what is served, not how it was loaded.</param>
public sealed record DatabaseContent(
    IReadOnlyDictionary<string, ContentSum> Tables, IReadOnlyDictionary<string, ContentSum> Symbols)
{
    private const int MostNamed = 20;

    /// <summary>Bars of all stocks.</summary>
    public long Bars => Tables.GetValueOrDefault("daily_bar")?.Rows ?? 0;

    /// <summary>What another one has else: a sentence for each table and symbol, at most 20 of both.</summary>
    /// <param name="other">Compared with this one.</param>
    public IReadOnlyList<string> DifferencesOf(DatabaseContent other) =>
        [.. Differences("table", Tables, other.Tables).Concat(Differences("symbol", Symbols, other.Symbols)).Take(MostNamed)];

    /// <summary>The same of what is served only.</summary>
    /// <param name="other">Compared with this one.</param>
    public IReadOnlyList<string> ServedDifferencesOf(DatabaseContent other) =>
        [.. Differences("symbol", Symbols, other.Symbols).Take(MostNamed)];

    private static IEnumerable<string> Differences(
        string what, IReadOnlyDictionary<string, ContentSum> expected, IReadOnlyDictionary<string, ContentSum> found) =>
        from name in expected.Keys.Union(found.Keys).Order(StringComparer.Ordinal)
        let here = expected.GetValueOrDefault(name) ?? ContentSum.None
        let there = found.GetValueOrDefault(name) ?? ContentSum.None
        where here != there
        select here.Rows == there.Rows
            ? $"The {what} {name} has other values in {here.Rows} rows."
            : $"The {what} {name} has {there.Rows} rows, not {here.Rows}.";
}
