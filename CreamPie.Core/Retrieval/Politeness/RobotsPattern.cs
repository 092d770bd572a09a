using System.Globalization;
using System.Text;

namespace CreamPie.Core.Retrieval.Politeness;

/// <summary>Path pattern of one rule: "*" matches any characters, a final "$" the end. Matches in linear time.</summary>
internal sealed class RobotsPattern
{
    private const char Star = '\u0001';
    private const char Dollar = '\u0002';

    private readonly string[] _parts;
    private readonly bool _toEnd;

    public RobotsPattern(string text, bool allows)
    {
        var path = Canonical(text, isPattern: true);
        Allows = allows;
        Length = path.Length;
        _toEnd = path.EndsWith('$');
        _parts = (_toEnd ? path[..^1] : path).Split('*');
    }

    public bool Allows { get; }

    /// <summary>In octets; the longest match decides.</summary>
    public int Length { get; }

    /// <param name="path">As <see cref="Canonical"/> gives it.</param>
    public bool Matches(string path)
    {
        if (!path.StartsWith(_parts[0], StringComparison.Ordinal))
            return false;
        var at = _parts[0].Length;
        if (_parts.Length == 1)
            return !_toEnd || at == path.Length;
        foreach (var part in _parts[1..^1])
        {
            at = path.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += part.Length;
        }
        return _toEnd
            ? path.Length - at >= _parts[^1].Length && path.EndsWith(_parts[^1], StringComparison.Ordinal)
            : path.IndexOf(_parts[^1], at, StringComparison.Ordinal) >= 0;
    }

    /// <summary>
    /// Path and query as octets, one per character, independent of their percent-encoding; only an encoded "/" or "?" in
    /// the path stays distinct from a plain one, and a literal "*" or "$" from a wildcard.
    /// </summary>
    public static string Canonical(string text, bool isPattern)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var canonical = new StringBuilder(octets.Length);
        var inQuery = false;
        for (var i = 0; i < octets.Length; i++)
        {
            var c = (char)octets[i];
            var isEncoded = TryDecode(octets.AsSpan(i), out var octet);
            if (isEncoded)
                (c, i) = ((char)octet, i + 2);
            inQuery |= c == '?' && !isEncoded;
            var isWild = isPattern && !isEncoded && (c == '*' || (c == '$' && i == octets.Length - 1));
            canonical.Append(c switch
            {
                '*' when !isWild => Star,
                '$' when !isWild => Dollar,
                _ => c,
            });
            if (isEncoded && !inQuery && c is '/' or '?')
                canonical.Append('\0');
        }
        return canonical.ToString();
    }

    private static bool TryDecode(ReadOnlySpan<byte> octets, out byte octet)
    {
        octet = 0;
        return octets is [(byte)'%', _, _, ..]
            && byte.TryParse(octets[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet);
    }
}
