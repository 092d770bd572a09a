namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>Numbers as web sites write them into files: $1,234.50, volumes of 1.23M, and more words for "unknown".</summary>
/// <param name="decimalMark">A point or a comma.</param>
internal sealed class FileNumber(char decimalMark)
{
    private const string Units = "KMBT";
    private readonly LocalNumber _numbers = new(decimalMark);

    /// <summary>A volume was rounded for display, so the file's values may all be.</summary>
    public bool IsRounded { get; private set; }

    public NumberKind Price(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return IsMissing(text) ? NumberKind.Missing : _numbers.Price(text, out value);
    }

    /// <param name="text">One field.</param>
    /// <param name="volume">Null if it is beyond 64 bits.</param>
    public NumberKind Volume(ReadOnlySpan<char> text, out long? volume)
    {
        volume = null;
        if (IsMissing(text))
            return NumberKind.Missing;
        var unit = text.IsEmpty ? -1 : Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal);
        if (unit < 0)
            return _numbers.Volume(text, out volume);
        var kind = _numbers.Price(text[..^1].TrimEnd(), out var value);
        if (kind != NumberKind.Value)
            return NumberKind.Malformed;
        IsRounded = true;
        // 1.005 K is 1005 as a decimal, and not quite as a double.
        volume = Math.Abs(value) < 1e9 ? (long)Math.Round((decimal)value * (decimal)Math.Pow(1_000, unit + 1)) : null;
        return kind;
    }

    private static bool IsMissing(ReadOnlySpan<char> text) =>
        text is "\u2013" or "\u2014"
        || text.Equals("#N/A", StringComparison.OrdinalIgnoreCase) || text.Equals("None", StringComparison.OrdinalIgnoreCase);
}
