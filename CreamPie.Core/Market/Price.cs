namespace CreamPie.Core.Market;

/// <summary>The number policy: what makes two prices the same, and what a widened 32-bit float means.</summary>
public static class Price
{
    /// <summary>Relative, and below 1 absolute.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The largest error of a price rounded to two decimals.</summary>
    public const double HalfCent = 0.005;

    /// <summary><see cref="HalfCent"/> plus the noise of binary fractions.</summary>
    public const double DisplayRounding = HalfCent + 1e-9;

    /// <summary>As a fraction of the earlier close: a day's move beyond this is a finding.</summary>
    private const double LargeMove = 0.5;

    /// <summary>True within <see cref="Tolerance"/>.</summary>
    /// <param name="a">Any finite price.</param>
    /// <param name="b">On the same basis, in the same currency.</param>
    public static bool Same(double a, double b) =>
        Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    /// <summary>True within <see cref="Tolerance"/>, or if both are unknown.</summary>
    /// <param name="a">Null is unknown.</param>
    /// <param name="b">On the same basis, in the same currency; null is unknown.</param>
    public static bool Same(double? a, double? b) =>
        a is { } x && b is { } y ? Same(x, y) : a is null && b is null;

    /// <summary>A move of more than 50 % up or down: real (AAPL fell 51.9 % on 2000-09-29), or a split that no document lists.</summary>
    /// <param name="from">The earlier close, above 0.</param>
    /// <param name="to">The later one, on the same basis.</param>
    public static bool IsLargeMove(double from, double to) => Math.Abs(to / from - 1) > LargeMove;

    /// <summary>
    /// A double that is exactly a widened 32-bit float and has more digits than a float holds (1.5926669836044312)
    /// becomes the shortest decimal that gives the same float (1.592667). Any other number is returned unchanged.
    /// </summary>
    /// <param name="value">As a payload has it.</param>
    public static double FromWidenedFloat(double value)
    {
        var narrow = (float)value;
        if (narrow != value || !float.IsFinite(narrow))
            return value;
        // Within seven digits the fewest decimals that give the float back are its shortest decimal: no text is needed.
        if (Math.Abs(value) is >= 1 and < 1_000_000)
        {
            for (var scale = 1d; scale <= 1_000_000; scale *= 10)
            {
                var rounded = Math.Round(value * scale) / scale;
                if ((float)rounded == narrow)
                    return rounded;
            }
        }
        return double.Parse(
            narrow.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
