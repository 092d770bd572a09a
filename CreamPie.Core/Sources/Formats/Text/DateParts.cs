using System.Globalization;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>How a date is written but for its order; two of them in one file are never read together.</summary>
/// <param name="Separator">Between the first two parts; a space where there is none.</param>
/// <param name="Name">Which part is the name of a month; -1 if none is.</param>
/// <param name="FullYear">Which part is a year of four digits; -1 if it has two.</param>
internal readonly record struct DateShape(char Separator, int Name, int FullYear);

/// <summary>
/// A date as written (11/25/2026, 25.11.26, 20261125, 25-Nov-26, Nov 25, 2026), before it is known which part is the day and
/// which the month.
/// </summary>
internal readonly record struct DateParts
{
    private const int FirstOfCentury = 70;
    private static readonly string[] MonthNames = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    private readonly int _first;
    private readonly int _second;
    private readonly int _third;
    private readonly bool _isYearFirst;
    private readonly bool _isYearLast;

    /// <param name="first">As written; a month by its name is its number.</param>
    /// <param name="second">The same.</param>
    /// <param name="third">The same.</param>
    /// <param name="shape">Of all three.</param>
    /// <param name="isYear">Whether the first and the last may be years, by their digits.</param>
    private DateParts(int first, int second, int third, DateShape shape, (bool First, bool Last) isYear)
    {
        (_first, _second, _third, Shape) = (first, second, third, shape);
        (_isYearFirst, _isYearLast) = isYear;
    }

    public DateShape Shape { get; }

    /// <param name="text">One field.</param>
    /// <param name="parts">The default if it is no date.</param>
    /// <param name="rest">What follows the date: nothing, or a time behind a space or a T.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out DateParts parts, out ReadOnlySpan<char> rest)
    {
        parts = default;
        rest = text.Trim();
        if (!TryPart(ref rest, out var first, out var digits, out var isFirstNamed))
            return false;
        if (digits == 8)
        {
            parts = new(first / 10_000, first / 100 % 100, first % 100, new(' ', -1, 0), (true, false));
            return IsEnd(rest);
        }
        if (!TrySeparator(ref rest, out var separator) || !TryPart(ref rest, out var second, out var middle, out var isSecondNamed)
            || !TrySeparator(ref rest, out var again) || !TryPart(ref rest, out var third, out var digitsLast, out var isThirdNamed))
            return false;
        var name = isFirstNamed ? 0 : isSecondNamed ? 1 : -1;
        if (isThirdNamed || (isFirstNamed && isSecondNamed) || middle > 2 || (name < 0 && (separator != again || separator == ' ')))
            return false;
        var full = digits == 4 && digitsLast <= 2 ? 0 : digitsLast == 4 && digits <= 2 ? 2 : -1;
        if (full < 0 && (digits > 2 || digitsLast > 2))
            return false;
        var isYear = (full == 0 || (full < 0 && digits == 2), full == 2 || (full < 0 && digitsLast == 2));
        parts = new(first, second, third, new(separator, name, full), isYear);
        return IsEnd(rest);
    }

    /// <summary>True for a text that may be the beginning of a date with the month's name.</summary>
    public static bool StartsWithMonth(ReadOnlySpan<char> text) => TryPart(ref text, out _, out _, out _);

    /// <summary>The day, read in an order; false where it has none.</summary>
    public bool TryDay(DayOrder order, out DateOnly day)
    {
        day = default;
        return order switch
        {
            DayOrder.YearMonthDay => _isYearFirst && Shape.Name < 0 && DateText.TryMake(Year(_first), _second, _third, out day),
            // Between dots the day is first: no locale writes the month there.
            DayOrder.MonthDayYear => _isYearLast && Shape is not ({ Name: 1 } or { Name: < 0, Separator: '.' })
                && DateText.TryMake(Year(_third), _first, _second, out day),
            _ => _isYearLast && Shape.Name != 0 && DateText.TryMake(Year(_third), _second, _first, out day),
        };
    }

    private int Year(int part) => Shape.FullYear >= 0 ? part : part < FirstOfCentury ? 2000 + part : 1900 + part;

    private static bool TryPart(ref ReadOnlySpan<char> text, out int value, out int digits, out bool isName)
    {
        (value, digits, isName) = (0, 0, false);
        while (digits < text.Length && char.IsAsciiDigit(text[digits]) && digits < 9)
            value = value * 10 + (text[digits++] - '0');
        if (digits > 0)
        {
            text = text[digits..];
            return true;
        }
        var letters = 0;
        while (letters < text.Length && char.IsAsciiLetter(text[letters]))
            letters++;
        if (letters < 3)
            return false;
        var word = text[..letters];
        for (var i = 0; i < MonthNames.Length && !isName; i++)
        {
            isName = MonthNames[i].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase);
            value = i + 1;
        }
        text = text[letters..];
        return isName;
    }

    /// <summary>Also ", " and ". ", which stand beside names.</summary>
    private static bool TrySeparator(ref ReadOnlySpan<char> text, out char separator)
    {
        separator = text.IsEmpty ? default : text[0];
        if (separator is not ('/' or '-' or '.' or ' ' or ','))
            return false;
        text = text[1..];
        if (separator is ',' or '.')
            text = text.TrimStart(' ');
        separator = separator == ',' ? ' ' : separator;
        return true;
    }

    private static bool IsEnd(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || (rest[0] is ' ' or 'T' && rest.Length >= 5 && char.IsAsciiDigit(rest[1]));
}
