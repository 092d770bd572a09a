using System.Text.RegularExpressions;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// The basis of a CSV as its importer says it, in the file's name: AAPL.split.csv. The name is archived with the bytes, so that
/// what was said is never lost.
/// </summary>
public static partial class ToldBasis
{
    /// <summary>The words, for a message.</summary>
    public const string Words = "split (adjusted for splits), traded (as traded) or full (adjusted for splits and dividends)";

    /// <summary>In the name of our own export of a series whose basis is not proved: no number proves it later.</summary>
    public const string Unproved = "unproved";

    /// <summary>
    /// Splits a name into the name without the word and the basis; null if it says none, which <c>unproved</c> says in a word.
    /// </summary>
    /// <param name="fileName">Any name, without its folder.</param>
    public static (string Plain, PriceBasis? Basis, bool IsUnproved) Of(string fileName)
    {
        var match = NamePattern().Match(fileName);
        var word = match.Groups["word"].Value;
        return match.Success
            ? (match.Groups["name"].Value + match.Groups["end"].Value, BasisOf(word), BasisOf(word) is null)
            : (fileName, OwnExport().IsMatch(fileName) ? PriceBasis.SplitAdjusted : null, false);
    }

    /// <summary>True for the name of our own export of any other bars than daily split-adjusted ones: no import takes them.</summary>
    /// <param name="fileName">Any name, without its folder.</param>
    public static bool IsOtherExport(string fileName) => OwnOther().IsMatch(fileName) && !OwnExport().IsMatch(fileName);

    /// <summary>The basis of a word; null for an unknown one.</summary>
    /// <param name="word">In any case.</param>
    public static PriceBasis? BasisOf(string word) => word.ToUpperInvariant() switch
    {
        "SPLIT" or "SPLITADJUSTED" => PriceBasis.SplitAdjusted,
        "TRADED" or "ASTRADED" => PriceBasis.AsTraded,
        "FULL" or "FULLYADJUSTED" => PriceBasis.FullyAdjusted,
        _ => null,
    };

    /// <summary>The name with the basis in it; null if the name is that of a page or a JSON, whose basis is in its content.</summary>
    /// <param name="fileName">Any name, without its folder.</param>
    /// <param name="basis">What the importer says.</param>
    public static string? Write(string fileName, PriceBasis basis)
    {
        var plain = Of(fileName).Plain;
        var end = Path.GetExtension(plain);
        var word = basis switch { PriceBasis.AsTraded => "traded", PriceBasis.FullyAdjusted => "full", _ => "split" };
        return end.ToUpperInvariant() switch
        {
            ".CSV" or ".TXT" => $"{plain[..^end.Length]}.{word}{end}",
            ".HTML" or ".HTM" or ".JSON" => null,
            _ => $"{plain}.{word}.csv",
        };
    }

    /// <summary>As our own export of a proved series is named: AAPL_1d_splits.csv, AAPL_1d_splits_2024-01-02_2025-06-13.csv.</summary>
    [GeneratedRegex(
        @"^[^_]+_1d_splits(_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d)?( ?\(\d+\))?(\.(csv|txt))+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnExport();

    /// <summary>AAPL_1d_none.csv, AAPL_1wk_splits.csv, AAPL_1mo.unproved.csv</summary>
    [GeneratedRegex(
        @"^[^_]+_((1d|1wk|1mo|3mo|1y)_(none|splits|all)(_\d{4}-\d\d-\d\d){0,2}|(1wk|1mo|3mo|1y)(_\d{4}-\d\d-\d\d){0,2}\.unproved)"
        + @"( ?\(\d+\))?(\.(csv|txt))+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnOther();

    [GeneratedRegex(
        @"^(?<name>.+)\.(?<word>split|traded|full|unproved)(?<end>( ?\(\d+\))?(\.(csv|txt))+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
