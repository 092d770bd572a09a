using System.Buffers;
using CreamPie.Core.Sources.Formats.Text;

namespace CreamPie.Core.Sources.Yahoo;

/// <summary>
/// Yahoo's text of a split ratio. "7:1" and "7-for-1" are new shares for old ones; "1/7", as Yahoo wrote it from 2017 to early
/// 2020, is the same split with the old shares first.
/// </summary>
internal static class SplitText
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.,");

    /// <returns>Both above 0; null if the text is no ratio.</returns>
    public static (double New, double Old)? Read(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var end = text.IndexOfAnyExcept(Digits);
        var start = text.LastIndexOfAnyExcept(Digits) + 1;
        if (end <= 0
            || NumberText.Price(text[..end], grouped: true, out var first) != NumberKind.Value
            || NumberText.Price(text[start..], grouped: true, out var second) != NumberKind.Value
            || !(first > 0 && second > 0))
            return null;
        return text[end..start].Trim() is "/" ? (second, first) : (first, second);
    }
}
