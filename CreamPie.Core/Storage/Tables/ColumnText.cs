namespace CreamPie.Core.Storage.Tables;

/// <summary>Text that has to fit its column.</summary>
internal static class ColumnText
{
    /// <summary>Of a sentence that says what went wrong.</summary>
    public const int LongestError = 1_000;

    public static string Error(string error) => Shortened(error, LongestError, "…");

    /// <summary>Never through the middle of a surrogate pair.</summary>
    /// <param name="mark">Stands in place of what is left out.</param>
    public static string Shortened(string text, int longest, string mark = "")
    {
        if (text.Length <= longest)
            return text;
        var length = longest - mark.Length;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + mark;
    }
}
