using CreamPie.Core.Market;

namespace CreamPie.Core.Loading.Checks;

/// <summary>
/// A new dividend multiplies the adjusted closes of all earlier days by one factor; two captures far apart differ by a
/// few such factors, constant between ex-dates. Finds them: old = new x factor within the price tolerance on every day.
/// </summary>
internal static class AdjustmentSegments
{
    /// <param name="changes">Oldest first.</param>
    /// <returns>Newest first; a factor holds for the days before its date, down to the next one's. Empty if nothing changed.</returns>
    public static List<(DateOnly BeforeDate, double Factor)> Find(IReadOnlyList<AdjustedChange> changes)
    {
        var segments = new List<(DateOnly, double)>();
        if (changes.All(c => Price.Same(c.Before, c.After)))
            return segments;
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        var before = default(DateOnly);
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var (date, was, now) = changes[i];
            var tolerance = Price.Tolerance * Math.Max(1, Math.Abs(was));
            var (from, to) = now == 0
                ? (double.NegativeInfinity, double.PositiveInfinity)
                : Ordered((was - tolerance) / now, (was + tolerance) / now);
            if (before != default && Math.Max(low, from) <= Math.Min(high, to))
            {
                (low, high) = (Math.Max(low, from), Math.Min(high, to));
                continue;
            }
            if (before != default)
                segments.Add((before, Middle(low, high)));
            (before, low, high) = (date.AddDays(1), from, to);
        }
        segments.Add((before, Middle(low, high)));
        return segments;
    }

    private static (double, double) Ordered(double a, double b) => a <= b ? (a, b) : (b, a);

    /// <summary>One factor, if one fits every day: the days after the newest dividend were not restated.</summary>
    private static double Middle(double low, double high) =>
        (low <= 1 && 1 <= high) || double.IsInfinity(low) ? 1 : (low + high) / 2;
}

/// <summary>An adjusted close that changed while the prices stayed; both on the new basis.</summary>
internal readonly record struct AdjustedChange(DateOnly Date, double Before, double After);
