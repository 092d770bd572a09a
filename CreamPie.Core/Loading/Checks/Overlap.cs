using System.Globalization;
using CreamPie.Core.Processing;

namespace CreamPie.Core.Loading.Checks;

/// <summary>How the finished bars of a document differ from those that it would replace.</summary>
public enum OverlapKind
{
    /// <summary>They have no finished day in common.</summary>
    None,
    /// <summary>Equal within the price tolerance.</summary>
    Same,

    /// <summary>Within what rounding for display loses.</summary>
    FloatNoise,

    /// <summary>A few bars, as sources correct them.</summary>
    LateCorrection,

    /// <summary>The same prices, their adjusted closes lowered by factors that are constant between ex-dates.</summary>
    Dividend,

    /// <summary>The same prices on another split basis.</summary>
    Split,

    /// <summary>Another currency, or pence for pounds: refused.</summary>
    UnitChange,

    /// <summary>Too many bars, and nothing says why: refused.</summary>
    Unexplained,
}

/// <summary>What a document would rewrite in a series, and whether it may.</summary>
/// <param name="Kind">The kind of the difference.</param>
/// <param name="Compared">Finished bars that the document would replace or confirm.</param>
/// <param name="Differing">Of these, bars whose open, high, low or close differ beyond rounding.</param>
/// <param name="First">The oldest of the differing days; null if none differs.</param>
/// <param name="Last">The newest of them; null if none differs.</param>
/// <param name="Factor">Lowest and highest new close over the old one, on those days.</param>
/// <param name="Currencies">The end of a clause about another currency; null if it is the same or unknown.</param>
/// <param name="IsReadjusted">True if it shows a dividend or a split, whatever else differs.</param>
internal sealed record Overlap(
    OverlapKind Kind, int Compared, int Differing, DateOnly? First, DateOnly? Last, (double Low, double High) Factor,
    string? Currencies = null, bool IsReadjusted = false)
{
    public bool IsMassRewrite => Kind is OverlapKind.UnitChange or OverlapKind.Unexplained;

    /// <summary>True if stored days before the overlap no longer match what the source says.</summary>
    public bool Restates => IsReadjusted || Kind is OverlapKind.Split or OverlapKind.Dividend;

    /// <summary>One sentence for the person who decides.</summary>
    public string Sentence
    {
        get
        {
            var factor = Factor.High / Factor.Low < 1.005
                ? $"by a factor of {Times(Factor.Low)}"
                : $"by factors from {Times(Factor.Low)} to {Times(Factor.High)} (of the close)";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Differing:N0} of {Compared:N0} finished bars would be rewritten, from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}, "
                + $"{factor}{Currencies}; no split explains it.");
        }
    }

    /// <summary>Four decimals, or four digits of a small one: a price in rupiah is 0.0000645 of one in dollars.</summary>
    private static string Times(double factor) => Math.Abs(factor) is < 0.1 and > 1e-11
        ? FindingList.Number(Math.Round(factor, 3 - (int)Math.Floor(Math.Log10(Math.Abs(factor)))))
        : factor.ToString("0.####", CultureInfo.InvariantCulture);
}
