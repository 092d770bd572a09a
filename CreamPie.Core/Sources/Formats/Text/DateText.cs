namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>Parses the two date formats in use, one of tables and one of files; no other is guessed.</summary>
internal static class DateText
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>"Jan 7, 2022" or "Jan 07, 2022", as Yahoo's tables write it.</summary>
    public static bool TryReadTable(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        text = text.Trim();
        var comma = text.IndexOf(',');
        if (comma is not (5 or 6) || text.Length != comma + 6 || text[3] != ' ' || text[comma + 1] != ' ')
            return false;
        var month = Months.AsSpan().IndexOf(text[..3], StringComparison.Ordinal);
        return month >= 0 && month % 3 == 0
            && TryDigits(text[4..comma], out var day)
            && TryDigits(text[(comma + 2)..], out var year)
            && TryMake(year, month / 3 + 1, day, out date);
    }

    /// <summary>The same at the start of a longer text.</summary>
    public static bool TryReadTableStart(ReadOnlySpan<char> text, out DateOnly date)
    {
        text = text.Trim();
        var end = text.IndexOf(',') + " 2022".Length + 1;
        return TryReadTable(end <= text.Length ? text[..end] : text, out date);
    }

    /// <summary>
    /// "2022-01-03", or with a time of day and an offset ("2022-01-03 00:00:00+08:00"): the date as written is the
    /// exchange's own.
    /// </summary>
    /// <param name="text">One field.</param>
    /// <param name="date">The default if it is no date.</param>
    /// <param name="rest">What follows the date: rows that differ in nothing else are of one day.</param>
    public static bool TryReadIso(ReadOnlySpan<char> text, out DateOnly date, out ReadOnlySpan<char> rest)
    {
        date = default;
        rest = default;
        text = text.Trim();
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
            return false;
        rest = text[10..];
        if (rest.Length > 0 && (rest[0] is not (' ' or 'T') || rest.Length < 6 || !char.IsAsciiDigit(rest[1])))
            return false;
        return TryDigits(text[..4], out var year)
            && TryDigits(text[5..7], out var month)
            && TryDigits(text[8..10], out var day)
            && TryMake(year, month, day, out date);
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }

    private static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1800 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }
}
