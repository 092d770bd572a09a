namespace CreamPie.Core.Storage;

/// <summary>
/// Which foreign text can be stored, compared and normalised: PostgreSQL refuses a NUL, and Unicode normalisation throws for half of a
/// surrogate pair and for U+FFFE.
/// </summary>
public static class ReadableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>False for text with a NUL, U+FFFE, U+FFFF, or half of a surrogate pair. Null is readable.</summary>
    /// <param name="text">As it came.</param>
    public static bool Is(string? text)
    {
        if (text is null)
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\0' or '\uFFFE' or '\uFFFF' || char.IsLowSurrogate(c))
                return false;
            if (char.IsHighSurrogate(c) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
                return false;
        }
        return true;
    }

    /// <summary>The text with U+FFFD for each character that is none; the same object if there is none.</summary>
    /// <param name="text">As it came.</param>
    public static string Of(string text)
    {
        if (Is(text))
            return text;
        var readable = text.ToCharArray();
        for (var i = 0; i < readable.Length; i++)
        {
            if (char.IsHighSurrogate(readable[i]) && i + 1 < readable.Length && char.IsLowSurrogate(readable[i + 1]))
                i++;
            else if (readable[i] is '\0' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(readable[i]))
                readable[i] = Replacement;
        }
        return new string(readable);
    }
}
