namespace CreamPie.Core.Storage.Tables;

/// <summary>Text shortened to the length of its column.</summary>
internal static class ColumnText
{
    /// <summary>Column length of error texts, in characters.</summary>
    public const int LongestError = 1_000;

    public static string Error(string error) => Shortened(error, LongestError, "…");

    /// <summary>
    /// At most <paramref name="longest"/> characters, <paramref name="mark"/> included, which replaces what is cut off.
    /// Never splits a surrogate pair.
    /// </summary>
    public static string Shortened(string text, int longest, string mark = "")
    {
        if (text.Length <= longest)
            return text;
        var length = longest - mark.Length;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + mark;
    }
}
