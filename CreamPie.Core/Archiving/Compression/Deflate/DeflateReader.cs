namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>Takes a deflate stream apart: its content, and how it was written.</summary>
internal sealed class DeflateReader
{
    /// <summary>Of stream to content, so that there is mostly room for it at once.</summary>
    private const int UsualRatio = 6;

    private readonly List<byte> _content;
    private readonly BitReader _bits;
    private readonly int _mostBytes;

    private DeflateReader(byte[] bytes, int at, int mostBytes)
    {
        (_bits, _mostBytes) = (new BitReader(bytes, at), mostBytes);
        _content = new((int)Math.Min(mostBytes, (bytes.Length - at) * (long)UsualRatio));
    }

    public List<Block> Blocks { get; } = [];

    /// <summary>Of all blocks but stored ones.</summary>
    public List<Token> Tokens { get; } = [];

    public byte[] Content { get; private set; } = [];

    /// <summary>Of the last byte's bits that say nothing.</summary>
    public int Padding { get; private set; }

    /// <summary>The first byte behind the stream.</summary>
    public int End => _bits.NextByte;

    /// <param name="bytes">With the stream.</param>
    /// <param name="at">Where it begins.</param>
    /// <param name="mostBytes">Of content.</param>
    /// <exception cref="InvalidDataException">It is none, is truncated, or has more content.</exception>
    public static DeflateReader Read(byte[] bytes, int at, int mostBytes)
    {
        var reader = new DeflateReader(bytes, at, mostBytes);
        do
            reader.ReadBlock();
        while (!reader.Blocks[^1].IsLast);
        reader.Padding = reader._bits.Padding();
        reader.Content = [.. reader._content];
        return reader;
    }

    private void ReadBlock()
    {
        var (isLast, kind, begun) = (_bits.Bit() == 1, _bits.Bits(2), _bits.Position);
        switch (kind)
        {
            case 0:
                var padding = _bits.Padding();
                var count = _bits.Bits(16);
                if (_bits.Bits(16) != (~count & 0xffff))
                    throw new InvalidDataException("The deflate stream has a stored block without its length.");
                for (var i = 0; i < count; i++)
                    Add((byte)_bits.Bits(8));
                Blocks.Add(new(kind, isLast, count, [(byte)padding], HeaderBits: 8));
                break;
            case 1 or 2:
                var (literals, distances) = kind == 1 ? Alphabet.Fixed : Alphabet.ReadCodes(_bits);
                var header = _bits.Since(begun);
                var bits = (int)(_bits.Position - begun);
                Blocks.Add(new(kind, isLast, ReadTokens(literals, distances), header, bits));
                break;
            default:
                throw new InvalidDataException("The deflate stream has a block of no known kind.");
        }
    }

    private int ReadTokens(HuffmanCode literals, HuffmanCode distances)
    {
        var before = Tokens.Count;
        while (literals.Read(_bits) is var symbol && symbol != Alphabet.EndOfBlock)
        {
            if (symbol < Alphabet.EndOfBlock)
            {
                Add((byte)symbol);
                Tokens.Add(Token.Literal);
                continue;
            }
            var length = Alphabet.ReadLength(_bits, symbol);
            var distance = Alphabet.ReadDistance(_bits, distances.Read(_bits));
            if (distance > _content.Count)
                throw new InvalidDataException("The deflate stream copies from before its beginning.");
            for (var i = 0; i < length; i++)
                Add(_content[^distance]);
            Tokens.Add(new(length, distance));
        }
        return Tokens.Count - before;
    }

    private void Add(byte one)
    {
        if (_content.Count >= _mostBytes)
            throw new InvalidDataException("The deflate stream has too much content.");
        _content.Add(one);
    }
}
