using System.Buffers;
using System.Globalization;
using CreamPie.Core.Sources.Formats.History;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>Parses the date formats in use: that of tables, and those of files, whose order of day and month is decided before.</summary>
internal static class DateText
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789:.");

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

    /// <summary>
    /// What <see cref="TryReadIso"/> reads, with its time and offset ("22:00:00+00:00", "T22:00:00.000Z"), or the seconds or
    /// milliseconds since 1970, of 9 or 12 digits and more; also a month and a day of one digit (2022-1-3).
    /// </summary>
    /// <param name="text">One field.</param>
    /// <param name="stamp">The default if it is none.</param>
    /// <param name="rest">What follows the date; all of a number.</param>
    public static bool TryReadStamp(ReadOnlySpan<char> text, out DayStamp stamp, out ReadOnlySpan<char> rest)
    {
        stamp = default;
        text = text.Trim();
        if (!TryReadIso(text, out var date, out rest))
        {
            if (DateParts.TryRead(text, out var parts, out rest) && parts.Shape is { Separator: '-', Name: < 0, FullYear: 0 })
                return TryReadStamp(text, DayOrder.YearMonthDay, out stamp, out rest);
            rest = text;
            if (text.Length is 9 or 10 or 12 or 13 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since))
                stamp = DayStamp.OfSeconds(text.Length > 10 ? since / 1000 : since);
            return !stamp.IsNone;
        }
        if (rest.IsEmpty)
            stamp = DayStamp.Of(date);
        else if (TryReadTime(rest[1..], out var time, out var offset))
            stamp = DayStamp.Of(date.ToDateTime(time), offset);
        return !stamp.IsNone;
    }

    /// <summary>The same in another order of day, month and year, as <see cref="DateParts"/> reads it.</summary>
    /// <param name="text">One field.</param>
    /// <param name="order">Of the file; null for what <see cref="TryReadIso"/> reads.</param>
    /// <param name="stamp">The default if it is none.</param>
    /// <param name="rest">What follows the date; all of a number.</param>
    public static bool TryReadStamp(ReadOnlySpan<char> text, DayOrder? order, out DayStamp stamp, out ReadOnlySpan<char> rest)
    {
        if (order is not { } known)
            return TryReadStamp(text, out stamp, out rest);
        stamp = default;
        if (!DateParts.TryRead(text, out var parts, out rest) || !parts.TryDay(known, out var date))
            return false;
        if (rest.IsEmpty)
            stamp = DayStamp.Of(date);
        else if (TryReadTime(rest[1..], out var time, out var offset))
            stamp = DayStamp.Of(date.ToDateTime(time), offset);
        return !stamp.IsNone;
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out TimeOnly time, out int? offset)
    {
        offset = null;
        var end = text.IndexOfAnyExcept(TimeCharacters);
        var zone = end < 0 ? default : text[end..].Trim();
        var digits = (end < 0 ? text : text[..end]).TrimEnd();
        var fraction = digits.IndexOf('.');
        if (!TimeOnly.TryParseExact(
            fraction < 0 ? digits : digits[..fraction], ["H:mm:ss", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time))
            return false;
        // An offset may have a name behind it: -0400 EDT.
        if (zone.IndexOf(' ') is > 0 and var space && IsName(zone[(space + 1)..]))
            zone = zone[..space];
        if (zone.IsEmpty)
            return true;
        if (zone is "AM" or "PM" or "am" or "pm" && time.Hour is > 0 and <= 12)
        {
            time = new TimeOnly(time.Hour % 12 + (zone is "PM" or "pm" ? 12 : 0), time.Minute, time.Second);
            return true;
        }
        // Names of zones are ambiguous, but midnight as written is the day written.
        if (zone is not ("UTC" or "GMT") && IsName(zone) && zone.Length > 1)
            return time == TimeOnly.MinValue;
        offset = 0;
        if (zone is "Z" or "z" or "UTC" or "GMT")
            return true;
        // +05:30, +0530, +05.
        if (zone[0] is not ('+' or '-') || !TryDigits(zone[1..Math.Min(3, zone.Length)], out var hours) || zone.Length < 3 || hours > 15)
            return false;
        var rest = zone[3..].TrimStart(':');
        if (rest.Length is not (0 or 2) || !TryDigits(rest, out var minutes) || minutes > 59)
            return false;
        offset = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text) => text.Length is > 0 and <= 5 && text.IndexOfAnyExceptInRange('A', 'Z') < 0;

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

    /// <summary>False for a day that no calendar has, or a year that no history has.</summary>
    public static bool TryMake(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1800 or > 9989 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }
}
