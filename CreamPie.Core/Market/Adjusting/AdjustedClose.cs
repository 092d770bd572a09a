namespace CreamPie.Core.Market.Adjusting;

/// <summary>
/// What an adjusted close can be: dividends only lower it, and never to nothing. Anything else (real: -0.77 for a share of 2.1,
/// 2.2e38) is stored as the document gave it and served by no series.
/// </summary>
internal static class AdjustedClose
{
    /// <summary>Relative: what the noise of a source's own arithmetic adds.</summary>
    private const double Noise = 1e-4;

    /// <summary>As a fraction of the close: a century of dividends leaves more.</summary>
    private const double Least = 1e-7;

    /// <param name="close">On any split basis; of a price of zero or less nothing can be said.</param>
    /// <param name="adjClose">On the same split basis.</param>
    public static bool IsPossible(double close, double adjClose)
    {
        if (close <= 0)
            return double.IsFinite(adjClose);
        var most = close * (1 + Noise);
        return adjClose >= close * Least && (adjClose <= most || adjClose <= most + Rounding(adjClose));
    }

    /// <summary>How far the adjusted close fell less than the close, as a fraction: what the source took out of it.</summary>
    /// <param name="before">With an adjusted close; its close is not 0.</param>
    /// <param name="bar">The next one; neither of its closes is 0.</param>
    public static double Taken(DailyBar before, DailyBar bar) =>
        1 - before.AdjClose!.Value / before.Close / (bar.AdjClose!.Value / bar.Close);

    /// <summary>One with two decimals may be a rounded one.</summary>
    private static double Rounding(double adjClose) => Math.Round(adjClose, 2) == adjClose ? Price.DisplayRounding(adjClose) : 0;
}
