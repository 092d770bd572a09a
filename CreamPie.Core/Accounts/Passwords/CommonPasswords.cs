using System.Text;

namespace CreamPie.Core.Accounts.Passwords;

/// <summary>
/// The 100,000 commonest passwords of known leaks, and 12,000 more of twelve characters and more (NOTICE names the source). A password
/// is one of them, too, if only case, digits for letters, what stands around it, repetition or direction differ: <c>P4ssw0rd2026!</c>.
/// </summary>
internal static class CommonPasswords
{
    /// <summary>Lower-case ASCII, ordered by byte, a line each.</summary>
    private static readonly Lazy<byte[]> Lines = new(Read);
    private static readonly char[] Digits = [.. "0123456789"];

    /// <param name="folded">NFKC, lower case.</param>
    public static bool Has(string folded) => Forms(folded).Any(IsListed);

    private static IEnumerable<string> Forms(string folded)
    {
        foreach (var part in new[] { folded, Bare(folded), folded.TrimEnd(Digits), folded.TrimStart(Digits) }.Distinct())
        {
            foreach (var spelled in new[] { part, Letters(part, one: 'i'), Letters(part, one: 'l') }.Distinct())
            {
                var once = Once(spelled);
                yield return spelled;
                yield return once;
                yield return string.Concat(once.Reverse());
            }
        }
    }

    /// <summary>Without the digits and signs at both ends.</summary>
    private static string Bare(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && !char.IsLetter(text[start]))
            start++;
        while (end > start && !char.IsLetter(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>With letters for the digits and signs that are written in their place.</summary>
    private static string Letters(string text, char one) => string.Create(text.Length, (text, one), static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = from.text[i] switch
            {
                '0' => 'o',
                '1' or '!' or '|' => from.one,
                '3' or '€' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' or '+' => 't',
                '8' => 'b',
                '9' => 'g',
                var other => other,
            };
        }
    });

    /// <summary>Of a text that repeats itself, the part that it repeats.</summary>
    private static string Once(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
                return text[..length];
        }
        return text;
    }

    private static bool IsListed(string password)
    {
        if (password.Length < 3 || !Ascii.IsValid(password))
            return false;
        var sought = Encoding.ASCII.GetBytes(password);
        var lines = Lines.Value.AsSpan();
        var (low, high) = (0, lines.Length);
        while (low < high)
        {
            var start = lines[..((low + high) / 2)].LastIndexOf((byte)'\n') + 1;
            var length = lines[start..].IndexOf((byte)'\n');
            switch (lines.Slice(start, length).SequenceCompareTo(sought))
            {
                case 0:
                    return true;
                case < 0:
                    low = start + length + 1;
                    break;
                default:
                    high = start;
                    break;
            }
        }
        return false;
    }

    private static byte[] Read()
    {
        using var lines = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        var bytes = new byte[lines.Length];
        lines.ReadExactly(bytes);
        return bytes;
    }
}
