using System.Globalization;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>
/// Converts numbers of a culture, with a currency sign before or after, to the one format that
/// <see cref="NumberText"/> reads; that one refuses everything else.
/// </summary>
internal sealed class LocalNumber
{
    private const int Longest = 64;

    /// <summary>Cultures that group by a space accept any of them: plain, no-break, narrow no-break.</summary>
    private const string Spaces = " \u00A0\u202F";

    private readonly char _decimal;
    private readonly string _groups;

    public LocalNumber(CultureInfo culture)
    {
        var group = culture.NumberFormat.NumberGroupSeparator is [var first, ..] ? first : ',';
        _decimal = culture.NumberFormat.NumberDecimalSeparator[0];
        _groups = char.IsWhiteSpace(group) ? group + Spaces : group.ToString();
    }

    /// <param name="decimalMark">A point or a comma; thousands are grouped by the other one, a space or an apostrophe.</param>
    public LocalNumber(char decimalMark)
    {
        _decimal = decimalMark;
        _groups = (decimalMark == '.' ? "," : ".") + "'\u2019" + Spaces;
    }

    public NumberKind Price(ReadOnlySpan<char> text, out double value)
    {
        Span<char> plain = stackalloc char[Longest];
        value = 0;
        return TryPlain(text, plain, out var length) ? NumberText.Price(plain[..length], grouped: true, out value) : NumberKind.Malformed;
    }

    public NumberKind Volume(ReadOnlySpan<char> text, out long? volume)
    {
        Span<char> plain = stackalloc char[Longest];
        volume = null;
        return TryPlain(text, plain, out var length) ? NumberText.Volume(plain[..length], grouped: true, out volume) : NumberKind.Malformed;
    }

    private bool TryPlain(ReadOnlySpan<char> text, Span<char> plain, out int length)
    {
        length = 0;
        text = text.Trim();
        while (text.Length > 0 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol)
            text = text[1..].TrimStart();
        while (text.Length > 0 && char.GetUnicodeCategory(text[^1]) == UnicodeCategory.CurrencySymbol)
            text = text[..^1].TrimEnd();
        if (text.Length > plain.Length)
            return false;
        foreach (var c in text)
        {
            plain[length++] = c == _decimal ? '.'
                : _groups.Contains(c, StringComparison.Ordinal) ? ','
                : c is '.' or ',' ? '?'
                : c;
        }
        return true;
    }
}
