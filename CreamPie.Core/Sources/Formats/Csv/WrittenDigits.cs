namespace CreamPie.Core.Sources.Formats.Csv;

/// <summary>How many digits a file writes: what it may have rounded away, however short the shortest of its numbers are.</summary>
internal sealed class WrittenDigits
{
    private const int Fewest = 2;

    /// <summary>Sources round prices to six decimals, however many a file writes of the floats that these become.</summary>
    private const int Most = 6;

    /// <summary>Relative: prices are 32-bit floats at most sources.</summary>
    private const double HalfFloat = 6e-8;

    private int _longest;
    private int _adjustedDecimals;

    /// <summary>The most decimals of a price.</summary>
    public int Decimals { get; private set; }

    /// <param name="text">An open, high, low or close.</param>
    public void See(ReadOnlySpan<char> text)
    {
        var decimals = DecimalsOf(text);
        if (decimals > Decimals)
            Decimals = decimals;
        if (text.Length > _longest && decimals > 0)
            _longest = text.Length;
    }

    /// <param name="text">An adjusted close.</param>
    public void SeeAdjusted(ReadOnlySpan<char> text) => _adjustedDecimals = Math.Max(_adjustedDecimals, DecimalsOf(text));

    /// <summary>
    /// The largest error of a price, in its unit: half of the last decimal, or of the last digit where the file has fewer decimals in
    /// large prices (21.262 beside 171.1).
    /// </summary>
    /// <param name="price">Above 0.</param>
    public double RoundingOf(double price)
    {
        var whole = Math.Max(1, (int)Math.Floor(Math.Log10(price)) + 1);
        var decimals = Math.Min(Decimals, _longest - 1 - whole);
        return Half(decimals) + HalfFloat * price;
    }

    /// <summary>The largest error of an adjusted close, in its unit.</summary>
    /// <param name="adjClose">Above 0.</param>
    public double RoundingOfAdjusted(double adjClose) => Half(_adjustedDecimals) + HalfFloat * adjClose;

    private static double Half(int decimals) => 0.5 * Math.Pow(10, -Math.Clamp(decimals, Fewest, Most));

    private static int DecimalsOf(ReadOnlySpan<char> text)
    {
        var mark = text.LastIndexOfAny('.', ',');
        return mark < 0 ? 0 : text.Length - mark - 1;
    }
}
