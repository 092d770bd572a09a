using System.Buffers;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>
/// Whether a file's numbers have decimal points or decimal commas, as all of them show it together: 1,234.50 and 12.5 say it, 1,234
/// alone does not.
/// </summary>
internal sealed class DecimalMark
{
    private const int Longest = 40;
    private const int Group = 3;
    private static readonly SearchValues<char> Marks = SearchValues.Create(".,");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private string? _points;
    private string? _commas;
    private string? _open;
    private bool _isOpenComma;

    /// <summary>A number that says nothing alone, and two that contradict each other: what a sentence shows.</summary>
    public string Example => _points is not null && _commas is not null ? $"{_points} and {_commas}" : _open ?? "";

    public void See(ReadOnlySpan<char> text)
    {
        var last = text.LastIndexOfAny(Marks);
        if (last < 0 || text.Length > Longest || !IsNumber(text))
            return;
        var first = text.IndexOfAny(Marks);
        var (mark, decimals) = (text[last], DigitsFrom(text[(last + 1)..]));
        // 1,234.5 has both; 1,234,567 has groups only; 0.123 and 1234.567 have none.
        if (text[first] != mark)
            Say(mark, text);
        else if (first != last)
            Say(mark == '.' ? ',' : '.', text);
        else if (decimals != Group || Whole(text[..first]) is 0 or > Group)
            Say(mark, text);
        else
        {
            _open ??= text.ToString();
            _isOpenComma |= mark == ',';
        }
    }

    /// <summary>Null if it cannot be decided.</summary>
    /// <param name="usual">What a number like 1.234 has in files of this kind: a point, or nothing can be said (null).</param>
    public char? Decide(char? usual) => (_points, _commas) switch
    {
        (not null, not null) => null,
        (not null, _) => '.',
        (_, not null) => ',',
        _ => _open is null ? '.' : _isOpenComma ? null : usual,
    };

    private void Say(char mark, ReadOnlySpan<char> text)
    {
        if (mark == '.')
            _points ??= text.ToString();
        else
            _commas ??= text.ToString();
    }

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Digits))
            return false;
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c) && c is not ('K' or 'M' or 'B' or 'T' or 'k' or 'm' or 'b' or 't' or 'e' or 'E'))
                return false;
        }
        return true;
    }

    private static int DigitsFrom(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(Digits);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Digits before the mark; 0 where no group could begin so.</summary>
    private static int Whole(ReadOnlySpan<char> text)
    {
        var start = text.LastIndexOfAnyExcept(Digits) + 1;
        return start == text.Length || text[start] == '0' ? 0 : text.Length - start;
    }
}
