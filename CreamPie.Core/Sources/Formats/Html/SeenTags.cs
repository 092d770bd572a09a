namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>
/// Tags of one page that the tokenizer has read: the same letters are the same tag again, and of
/// the 60,000 tags of a long history all but a few are repeats.
/// </summary>
internal sealed class SeenTags(ReadOnlyMemory<char> text)
{
    private const int Slots = 512;

    /// <summary>Longer tags rarely repeat, and the search for an end must not scan a page again and again.</summary>
    private const int MaxLength = 128;

    private readonly Seen[] _seen = new Seen[Slots];

    /// <summary>The tag that the tokenizer read for the same letters before.</summary>
    /// <param name="at">Position of a &lt;.</param>
    /// <param name="seen">Its tag; the default if the letters are new.</param>
    public bool TryFind(int at, out Seen seen)
    {
        var letters = LettersAt(at);
        if (letters.Length > 2)
        {
            seen = _seen[SlotOf(letters)];
            return seen.Length == letters.Length && text.Span.Slice(seen.Start, seen.Length).SequenceEqual(letters);
        }
        seen = default;
        return false;
    }

    /// <summary>Keeps a tag; not if it does not end with its first &gt; (one may be in an attribute).</summary>
    public void Keep(int at, int end, PageToken token, PageTag tag, bool isSelfClosing)
    {
        var letters = LettersAt(at);
        if (letters.Length > 2 && letters.Length == end - at)
            _seen[SlotOf(letters)] = new Seen(at, letters.Length, token, tag, isSelfClosing);
    }

    private ReadOnlySpan<char> LettersAt(int at)
    {
        var rest = text.Span.Slice(at, Math.Min(MaxLength, text.Length - at));
        return rest[..(rest.IndexOf('>') + 1)];
    }

    private static int SlotOf(ReadOnlySpan<char> letters) =>
        (((letters[1] * 31 + letters[2]) * 31 + letters[^2]) * 31 + letters.Length) & (Slots - 1);

    public readonly record struct Seen(int Start, int Length, PageToken Token, PageTag Tag, bool IsSelfClosing);
}
