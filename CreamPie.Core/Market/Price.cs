namespace CreamPie.Core.Market;

/// <summary>The number policy: what makes two prices the same, and what a widened 32-bit float means.</summary>
public static class Price
{
    /// <summary>Relative, and below 1 absolute.</summary>
    public const double Tolerance = 1e-6;

    public static bool Same(double a, double b) =>
        Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    public static bool Same(double? a, double? b) =>
        a is { } x && b is { } y ? Same(x, y) : a is null && b is null;

    /// <summary>
    /// A double that is exactly a widened 32-bit float and has more digits than a float holds (1.5926669836044312)
    /// becomes the shortest decimal that gives the same float (1.592667). Any other number is returned unchanged.
    /// </summary>
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
