using System.Globalization;

namespace CreamPie.Core.Sources.Formats.Text;

internal enum NumberKind
{
    Value,

    /// <summary>A text for "unknown": empty, -, null, N/A, NaN.</summary>
    Missing,
    Malformed,
}

/// <summary>
/// Parses numbers as tables and files write them, whatever the machine's culture: 1234.56, or 1,234.56 where thousands are
/// grouped. Anything else (1.234,56, 1.2M) is malformed, never a guess.
/// </summary>
internal static class NumberText
{
    /// <summary>Fewer digits do not tell a widened float from a price.</summary>
    private const int FloatDigits = 13;

    private static readonly double[] PowersOfTen =
        [.. Enumerable.Range(0, 16).Select(n => double.Parse($"1e{n}", CultureInfo.InvariantCulture))];

    /// <summary>
    /// Up to 15 significant digits survive unchanged, unless they are those of a widened 32-bit float (see Price); more are one.
    /// </summary>
    public static NumberKind Price(ReadOnlySpan<char> text, bool grouped, out double value)
    {
        var kind = Read(text, grouped, out var number);
        value = number.Value;
        return kind;
    }

    /// <param name="text">One field or cell.</param>
    /// <param name="grouped">Commas between thousands are allowed.</param>
    /// <param name="volume">Null if it is beyond 64 bits; fractions of a share are rounded.</param>
    public static NumberKind Volume(ReadOnlySpan<char> text, bool grouped, out long? volume)
    {
        volume = null;
        var kind = Read(text, grouped, out var number);
        if (kind == NumberKind.Value)
            volume = number.Whole ?? ToWhole(number.Value);
        return kind;
    }

    /// <summary>Rounded to whole units; null beyond 64 bits.</summary>
    public static long? ToWhole(double value) =>
        Math.Abs(value) < 9.2e18 ? (long)Math.Round(value) : null;

    private readonly record struct Number(double Value, long? Whole);

    private static NumberKind Read(ReadOnlySpan<char> text, bool grouped, out Number number)
    {
        number = default;
        text = text.Trim();
        if (IsMissing(text))
            return NumberKind.Missing;

        var digits = text[0] == '-' ? text[1..] : text;
        ulong mantissa = 0;
        int significant = 0, decimals = 0, sinceComma = -1, whole = 0;
        var inDecimals = false;
        foreach (var c in digits)
        {
            if (char.IsAsciiDigit(c))
            {
                if (significant > 0 || c != '0')
                    significant++;
                if (significant <= 19)
                    mantissa = mantissa * 10 + (uint)(c - '0');
                if (inDecimals)
                    decimals++;
                else if (sinceComma >= 0)
                    sinceComma++;
                else
                    whole++;
            }
            else if (c == '.' && !inDecimals && sinceComma is (-1 or 3))
            {
                inDecimals = true;
            }
            else if (c == ',' && grouped && !inDecimals && (sinceComma == 3 || (sinceComma == -1 && whole is > 0 and <= 3)))
            {
                sinceComma = 0;
            }
            else
            {
                return Scientific(text, out number);
            }
        }
        if (whole == 0 || sinceComma is not (-1 or 3) || (inDecimals && decimals == 0))
            return NumberKind.Malformed;

        var sign = digits.Length == text.Length ? 1 : -1;
        // Both are exact doubles, so one division gives the nearest double of the decimal text.
        if (significant <= 15 && decimals < PowersOfTen.Length)
        {
            var exactly = mantissa / PowersOfTen[decimals];
            number = new Number(
                sign * (significant < FloatDigits ? exactly : CreamPie.Core.Market.Price.FromRoundedFloat(exactly)),
                decimals == 0 ? sign * (long)mantissa : null);
            return NumberKind.Value;
        }
        if (!double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value))
            return NumberKind.Malformed;
        long? exact = decimals == 0 && significant <= 19 && mantissa <= long.MaxValue ? sign * (long)mantissa : null;
        number = new Number(significant > 15 ? CreamPie.Core.Market.Price.FromWidenedFloat(value) : value, exact);
        return NumberKind.Value;
    }

    /// <summary>1E-05, as programs write small numbers into files.</summary>
    private static NumberKind Scientific(ReadOnlySpan<char> text, out Number number)
    {
        number = default;
        if (text.IndexOfAny('e', 'E') < 0 || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return NumberKind.Malformed;
        if (!double.IsFinite(value))
            return NumberKind.Missing;
        // Programs write a widened float of a small price this way too: 1.3100000069243833e-05.
        var isWidened = Significant(text[..text.IndexOfAny('e', 'E')]) > 15;
        number = new Number(
            isWidened ? CreamPie.Core.Market.Price.FromWidenedFloat(value) : CreamPie.Core.Market.Price.FromRoundedFloat(value), null);
        return NumberKind.Value;
    }

    private static int Significant(ReadOnlySpan<char> mantissa)
    {
        var digits = 0;
        foreach (var c in mantissa)
            digits += char.IsAsciiDigit(c) && (digits > 0 || c != '0') ? 1 : 0;
        return digits;
    }

    private static bool IsMissing(ReadOnlySpan<char> text) =>
        text.Length == 0
        || text is "-" or "--"
        || text.Equals("null", StringComparison.OrdinalIgnoreCase)
        || text.Equals("N/A", StringComparison.OrdinalIgnoreCase)
        || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
        || text.TrimStart("-+").Equals("inf", StringComparison.OrdinalIgnoreCase)
        || text.TrimStart("-+").Equals("Infinity", StringComparison.OrdinalIgnoreCase);
}
