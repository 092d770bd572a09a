using System.Globalization;
using System.Text;

namespace CreamPie.Core.Loading.Listings;

/// <summary>
/// Compares the names of two listings in substance: case, punctuation, legal forms, share classes and "When Issued" do not count,
/// nor does a word that one of them adds (Sprint Nextel Corporation, Sprint Corp.).
/// </summary>
internal static class ListingName
{
    private static readonly HashSet<string> Formal =
    [
        "INC", "INCORPORATED", "CORP", "CORPORATION", "CO", "COMPANY", "LTD", "LIMITED", "PLC", "AG", "SA", "NV", "SE", "LLC", "LP",
        "HOLDING", "HOLDINGS", "GROUP", "THE", "CLASS", "CL", "SERIES", "COMMON", "STOCK", "SHARE", "SHARES", "ORDINARY", "ORD",
        "DEPOSITARY", "ADR", "ADS", "WHEN", "ISSUED", "WI", "NEW", "OF", "AND", "COM",
    ];

    /// <returns>Null if one of them is unknown, or has only formal words.</returns>
    public static bool? AreSame(string? a, string? b)
    {
        var (first, second) = (Words(a), Words(b));
        if (first.Count == 0 || second.Count == 0)
            return null;
        var (one, other) = (string.Concat(first), string.Concat(second));
        // Sources cut names at some length: Internationa for International.
        if (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal))
            return true;
        var shared = first.Intersect(second).Count();
        return shared * 2 > Math.Min(first.Distinct().Count(), second.Distinct().Count());
    }

    private static List<string> Words(string? name)
    {
        var letters = new StringBuilder();
        foreach (var c in (name ?? "").Normalize(NormalizationForm.FormD))
        {
            // An apostrophe or a dot is within a word (McDonald's, S.A.), an accent on a letter.
            if (c is '\'' or '\u2019' or '.' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            letters.Append(char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ');
        }
        return [.. letters.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => !Formal.Contains(w))];
    }
}
