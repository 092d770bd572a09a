using System.Numerics;

namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>How hard a compressor searches, like the levels of zlib.</summary>
/// <param name="Good">From this length on, it searches a quarter as long for a better one.</param>
/// <param name="Lazy">Below this length, it looks for a longer one a byte later.</param>
/// <param name="Nice">From this length on, it searches no more.</param>
/// <param name="Chain">Places that it looks at.</param>
internal readonly record struct Effort(int Good, int Lazy, int Nice, int Chain)
{
    /// <summary>What servers use, the most usual first. Places in this list are stored: add at the end, change none.</summary>
    public static readonly Effort[] Known =
    [
        new(8, 16, 128, 128), new(8, 16, 32, 32), new(4, 4, 16, 16), new(32, 258, 258, 4_096), new(4, 0, 8, 4), new(8, 32, 128, 256),
    ];
}

/// <summary>
/// Guesses what a compressor like zlib decided at each place, so that only wrong guesses need be stored. Stored files depend on each
/// guess: a change of this class needs a new kind of <see cref="GzipRecipe"/>.
/// </summary>
internal sealed class MatchFinder
{
    private const int Window = 32_768;
    private const int FarthestMatch = Window - Alphabet.LongestMatch - Alphabet.ShortestMatch - 1;

    /// <summary>A match of three bytes is not worth a greater distance.</summary>
    private const int FarthestShort = 4_096;

    private const int HashMask = 0x7fff;

    private readonly byte[] _content;
    private readonly Effort _effort;
    private readonly int[] _head = new int[HashMask + 1];

    /// <summary>By place within the window: where one is overwritten, no match reaches back to it any more.</summary>
    private readonly int[] _previous;

    private int _inserted;

    public MatchFinder(byte[] content, Effort effort)
    {
        (_content, _effort) = (content, effort);
        _previous = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(content.Length, 1, Window))];
        Array.Fill(_head, -1);
    }

    /// <param name="at">Not before the last one.</param>
    public Token Guess(int at)
    {
        var here = Longest(at, _effort.Chain);
        if (!here.IsMatch || here.Length >= _effort.Lazy)
            return here;
        var later = Longest(at + 1, here.Length >= _effort.Good ? _effort.Chain / 4 : _effort.Chain);
        return later.Length > here.Length ? Token.Literal : here;
    }

    private Token Longest(int at, int chain)
    {
        var most = Math.Min(Alphabet.LongestMatch, _content.Length - at);
        if (most < Alphabet.ShortestMatch)
            return Token.Literal;
        InsertBefore(at);
        var (length, distance) = (Alphabet.ShortestMatch - 1, 0);
        var here = _content.AsSpan(at, most);
        for (var from = _head[HashAt(at)]; from >= 0 && at - from <= FarthestMatch && chain > 0; from = Previous(from), chain--)
        {
            if (_content[from + length] != here[length])
                continue;
            var common = here.CommonPrefixLength(_content.AsSpan(from, most));
            if (common <= length)
                continue;
            (length, distance) = (common, at - from);
            if (length >= _effort.Nice || length == most)
                break;
        }
        return length < Alphabet.ShortestMatch || (length == Alphabet.ShortestMatch && distance > FarthestShort)
            ? Token.Literal
            : new(length, distance);
    }

    private void InsertBefore(int at)
    {
        for (; _inserted < at; _inserted++)
        {
            if (_inserted + Alphabet.ShortestMatch > _content.Length)
                continue;
            var hash = HashAt(_inserted);
            Previous(_inserted) = _head[hash];
            _head[hash] = _inserted;
        }
    }

    private ref int Previous(int at) => ref _previous[at & (_previous.Length - 1)];

    private int HashAt(int at) => ((_content[at] << 10) ^ (_content[at + 1] << 5) ^ _content[at + 2]) & HashMask;
}
