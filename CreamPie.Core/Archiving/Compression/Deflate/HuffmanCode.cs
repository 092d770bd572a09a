namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>A canonical Huffman code (RFC 1951, 3.2.2), to read and to write.</summary>
internal sealed class HuffmanCode
{
    private const int Longest = 15;

    private readonly int[] _counts = new int[Longest + 1];
    private readonly int[] _symbols;
    private readonly byte[] _lengths;
    private readonly int[] _codes;

    /// <param name="lengths">Of the codes, in bits; 0 for a symbol without one.</param>
    public HuffmanCode(ReadOnlySpan<byte> lengths)
    {
        (_lengths, _symbols, _codes) = (lengths.ToArray(), new int[lengths.Length], new int[lengths.Length]);
        foreach (var length in lengths)
            _counts[length]++;
        _counts[0] = 0;
        var (place, next) = (new int[Longest + 2], new int[Longest + 2]);
        for (var length = 1; length <= Longest; length++)
        {
            place[length + 1] = place[length] + _counts[length];
            next[length + 1] = (next[length] + _counts[length]) << 1;
        }
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] is var length and > 0)
            {
                _symbols[place[length]++] = symbol;
                _codes[symbol] = Reversed(next[length]++, length);
            }
        }
    }

    /// <exception cref="InvalidDataException">No symbol has this code.</exception>
    public int Read(BitReader bits)
    {
        var (code, first, index) = (0, 0, 0);
        for (var length = 1; length <= Longest; length++)
        {
            code |= bits.Bit();
            var count = _counts[length];
            if (code - count < first)
                return _symbols[index + code - first];
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new InvalidDataException("The deflate stream has a code that no symbol has.");
    }

    /// <exception cref="InvalidDataException">The symbol has no code.</exception>
    public void Write(BitWriter bits, int symbol)
    {
        if (symbol >= _lengths.Length || _lengths[symbol] == 0)
            throw new InvalidDataException("The symbol has no code.");
        bits.Bits(_codes[symbol], _lengths[symbol]);
    }

    private static int Reversed(int code, int length)
    {
        var reversed = 0;
        for (var i = 0; i < length; i++)
            reversed |= ((code >> i) & 1) << (length - 1 - i);
        return reversed;
    }
}
