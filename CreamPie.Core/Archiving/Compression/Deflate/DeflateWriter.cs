namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>Writes a deflate stream as it was written before, from its content and what its compressor decided.</summary>
internal static class DeflateWriter
{
    /// <summary>Of content to stream, so that there is mostly room for it at once.</summary>
    private const int UsualRatio = 3;

    /// <param name="blocks">Of the stream.</param>
    /// <param name="content">What it stands for.</param>
    /// <param name="padding">Of its last byte.</param>
    /// <param name="next">What the compressor decided at a place of the content; called in the order of the content.</param>
    /// <exception cref="InvalidDataException">They do not fit together.</exception>
    public static byte[] Write(IEnumerable<Block> blocks, byte[] content, int padding, Func<int, Token> next)
    {
        var (bits, at) = (new BitWriter(content.Length / UsualRatio), 0);
        foreach (var block in blocks)
        {
            bits.Bits(block.IsLast ? 1 : 0, 1);
            bits.Bits(block.Kind, 2);
            at = block.Kind == 0 ? WriteStored(bits, block, content, at) : WriteTokens(bits, block, content, at, next);
        }
        if (at != content.Length)
            throw new InvalidDataException("The blocks have not all of the content.");
        bits.Pad(padding);
        return bits.ToArray();
    }

    private static int WriteStored(BitWriter bits, Block block, byte[] content, int at)
    {
        bits.Pad(block.Header[0]);
        bits.Bits(block.Count, 16);
        bits.Bits(~block.Count & 0xffff, 16);
        foreach (var one in content.AsSpan(at, block.Count))
            bits.Bits(one, 8);
        return at + block.Count;
    }

    private static int WriteTokens(BitWriter bits, Block block, byte[] content, int at, Func<int, Token> next)
    {
        for (var i = 0; i < block.HeaderBits; i++)
            bits.Bits((block.Header[i / 8] >> (i % 8)) & 1, 1);
        var (literals, distances) = block.Kind == 1 ? Alphabet.Fixed : Alphabet.ReadCodes(new BitReader(block.Header, 0));
        for (var i = 0; i < block.Count; i++)
        {
            var token = next(at);
            if (at + token.Bytes > content.Length)
                throw new InvalidDataException("The blocks have more than the content.");
            if (token.IsMatch)
            {
                Alphabet.WriteLength(bits, literals, token.Length);
                Alphabet.WriteDistance(bits, distances, token.Distance);
            }
            else
            {
                literals.Write(bits, content[at]);
            }
            at += token.Bytes;
        }
        literals.Write(bits, Alphabet.EndOfBlock);
        return at;
    }
}
