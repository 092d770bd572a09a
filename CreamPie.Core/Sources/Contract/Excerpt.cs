namespace CreamPie.Core.Sources.Contract;

/// <summary>Cuts a text of unknown length for a sentence or a column.</summary>
internal static class Excerpt
{
    private const string Ending = "...";

    /// <summary>The text, or its first <paramref name="most"/> characters and three dots.</summary>
    public static string Of(ReadOnlySpan<char> text, int most) => text.Length <= most ? text.ToString() : $"{text[..most]}{Ending}";

    /// <summary>The text, cut to at most <paramref name="length"/> characters including its three dots.</summary>
    public static string Within(string text, int length) =>
        text.Length <= length ? text : $"{text.AsSpan(0, length - Ending.Length)}{Ending}";
}
