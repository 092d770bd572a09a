using System.Globalization;

namespace CreamPie.Core.Market;

/// <summary>
/// The number policy: what makes two prices the same, what rounding took from one, and what a widened 32-bit float means.
/// Every tolerance is relative to the price or to the decimals that it has, so a price of 0.000001 counts as much as one of 600,000.
/// </summary>
public static class Price
{
    /// <summary>
    /// Relative: captures of one history differ by up to half of it (AAPL's 2.046072 of 2006 is 2.046071 in another).
    /// </summary>
    public const double Tolerance = 1e-6;

    /// <summary>The largest error of a price rounded to two decimals.</summary>
    public const double HalfCent = 0.005;

    /// <summary>Half of the sixth decimal, to which sources round prices: AAPL's 28.75 of 1980 is 0.128348 after 224:1.</summary>
    private const double HalfMillionth = 5e-7;

    /// <summary>Relative; half the distance of two 32-bit floats.</summary>
    private const double HalfFloat = 6e-8;

    /// <summary>Relative: the noise of binary fractions.</summary>
    private const double Noise = 1e-9;

    /// <summary>Prices below it have an exact difference as decimals of up to 15 digits.</summary>
    private const double MostDecimal = 1e27;

    /// <summary>More decimals than any table shows.</summary>
    private const int MostDecimals = 15;

    /// <summary>As a fraction of the earlier close: a day's move beyond this is a finding.</summary>
    private const double LargeMove = 0.5;

    /// <summary>The largest relative error of a number rounded to 13 digits.</summary>
    private const double MostRounding = 5.1e-13;

    /// <summary>
    /// True within <see cref="Tolerance"/>, but at most half a cent, or one step of a 32-bit float where that is more: 600,000.12 and
    /// 600,000.50 are two prices, as 0.000001 and 0.000002 are. For prices of one document, or of two on one basis: what both rounded
    /// to six decimals is equal. After a split, or where one of them has more decimals, their <see cref="Rounding"/> counts too.
    /// </summary>
    /// <param name="a">Any finite price.</param>
    /// <param name="b">On the same basis, in the same currency.</param>
    public static bool Same(double a, double b)
    {
        var size = Math.Max(Math.Abs(a), Math.Abs(b));
        return Math.Abs(a - b) <= Math.Min(Tolerance * size, Math.Max(HalfCent, 2 * HalfFloat * size));
    }

    /// <summary>True within <see cref="Tolerance"/>, or if both are unknown.</summary>
    /// <param name="a">Null is unknown.</param>
    /// <param name="b">On the same basis, in the same currency; null is unknown.</param>
    public static bool Same(double? a, double? b) =>
        a is { } x && b is { } y ? Same(x, y) : a is null && b is null;

    /// <summary>
    /// The most that a source may have taken from a price by rounding it: half of the sixth decimal where it has no more of them,
    /// otherwise what a 32-bit float leaves open.
    /// </summary>
    /// <param name="price">As a document gives it, before any adjustment.</param>
    /// <returns>In the unit of the price.</returns>
    public static double Rounding(double price) => Math.Max(HasSixDecimals(price) ? HalfMillionth : 0, HalfFloat * Math.Abs(price));

    /// <summary>True if a price has at most six decimals, as one rounded to them has.</summary>
    /// <param name="price">As a document gives it, before any adjustment.</param>
    public static bool HasSixDecimals(double price)
    {
        var millionths = price * 1e6;
        return Math.Abs(millionths - Math.Round(millionths)) <= Noise * Math.Max(1, Math.Abs(millionths));
    }

    /// <summary>
    /// The most that rounding for display took from a price: half of the last decimal that it shows. Tables show at least two decimals,
    /// and more for small prices (0.0989, 0.000013); zeros at the end are unknown, so the true error may be smaller.
    /// </summary>
    /// <param name="shown">As the table shows it.</param>
    /// <returns>In the unit of the price.</returns>
    public static double DisplayRounding(double shown)
    {
        var half = HalfCent;
        for (var decimals = 2; decimals < MostDecimals && Math.Round(shown, decimals) != shown; decimals++)
            half /= 10;
        return half * (1 + Tolerance) + Noise * Math.Abs(shown);
    }

    /// <summary>The difference of two decimals, without the noise of binary fractions: 0.0000131 - 0.0000123 is 8E-07.</summary>
    /// <param name="price">A finite price.</param>
    /// <param name="before">Subtracted from it.</param>
    public static double Difference(double price, double before) =>
        Math.Abs(price) < MostDecimal && Math.Abs(before) < MostDecimal ? (double)((decimal)price - (decimal)before) : price - before;

    /// <summary>A move of more than 50 % up or down: real (AAPL fell 51.9 % on 2000-09-29), or a split that no document lists.</summary>
    /// <param name="from">The earlier close, above 0.</param>
    /// <param name="to">The later one, on the same basis.</param>
    public static bool IsLargeMove(double from, double to) => Math.Abs(to / from - 1) > LargeMove;

    /// <summary>
    /// A double that is exactly a widened 32-bit float and has more digits than a float holds (1.5926669836044312)
    /// becomes the shortest decimal that gives the same float (1.592667), also if it was rounded to 13 digits or more on its way
    /// (<see cref="FromRoundedFloat"/>), but never of fewer than two decimals where the float has them: 1234567.25, as an index may
    /// close, is exactly a float, and 1234567.2 would be another price. Any other number is returned unchanged.
    /// </summary>
    /// <param name="value">As a payload has it.</param>
    public static double FromWidenedFloat(double value)
    {
        var narrow = (float)value;
        if (narrow != value)
            return FromRoundedFloat(value);
        return float.IsFinite(narrow) ? Shortest(narrow) : value;
    }

    /// <summary>
    /// A widened float that was written with 13 to 16 digits (16.9200000762939) becomes its shortest decimal (16.92). Any other
    /// number is returned unchanged, also one that is exactly a float: 3.00006103515625 may be a price.
    /// </summary>
    /// <param name="value">As a text has it; finite.</param>
    public static double FromRoundedFloat(double value)
    {
        var narrow = (float)value;
        if (narrow == value || !float.IsFinite(narrow) || Math.Abs(value - narrow) > MostRounding * Math.Abs(value))
            return value;
        for (var digits = 16; digits >= 13; digits--)
        {
            var rounded = ((double)narrow).ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
            if (double.Parse(rounded, CultureInfo.InvariantCulture) == value)
                return Shortest(narrow);
        }
        return value;
    }

    private static double Shortest(float narrow)
    {
        double value = narrow;
        if (Math.Abs(value) is >= 100_000 and < 1e9 && (float)Math.Round(value, 2) == narrow)
            return Math.Round(value, 2);
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
        return double.Parse(narrow.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
