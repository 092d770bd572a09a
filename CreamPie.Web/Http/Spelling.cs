namespace CreamPie.Web.Http;

/// <summary>For "did you mean".</summary>
internal static class Spelling
{
    /// <summary>The name that differs least, in whatever case; null if none differs by at most a third of its letters, or by one.</summary>
    public static string? Nearest(string unknown, IEnumerable<string> known)
    {
        var word = unknown.ToUpperInvariant();
        var (name, distance) = known.Select(k => (k, Distance(word, k.ToUpperInvariant())))
            .DefaultIfEmpty(("", int.MaxValue)).MinBy(k => k.Item2);
        return distance <= Math.Max(1, name.Length / 3) ? name : null;
    }

    /// <summary>Letters to add, remove or replace (Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
