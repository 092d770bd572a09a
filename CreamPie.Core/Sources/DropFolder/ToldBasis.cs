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

    /// <summary>Splits a name into the name without the word and the basis; null if it says none.</summary>
    /// <param name="fileName">Any name, without its folder.</param>
    public static (string Plain, PriceBasis? Basis) Of(string fileName)
    {
        var match = NamePattern().Match(fileName);
        return match.Success
            ? (match.Groups["name"].Value + match.Groups["end"].Value, BasisOf(match.Groups["word"].Value))
            : (fileName, null);
    }

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

    [GeneratedRegex(
        @"^(?<name>.+)\.(?<word>split|traded|full)(?<end>( ?\(\d+\))?(\.(csv|txt))+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
