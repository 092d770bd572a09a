namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>The symbols of deflate (RFC 1951, 3.2.5 to 3.2.7).</summary>
internal static class Alphabet
{
    public const int EndOfBlock = 256;
    public const int FirstLength = 257;
    public const int ShortestMatch = 3;
    public const int LongestMatch = 258;

    /// <summary>The shortest length of each symbol from 257 on.</summary>
    private static readonly int[] Lengths =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    /// <summary>The shortest distance of each symbol.</summary>
    private static readonly int[] Distances =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];

    private static readonly int[] OrderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Of blocks that bring no codes of their own.</summary>
    public static (HuffmanCode Literals, HuffmanCode Distances) Fixed { get; } = (
        new HuffmanCode([.. Enumerable.Range(0, 288).Select(s => (byte)(s < 144 ? 8 : s < 256 ? 9 : s < 280 ? 7 : 8))]),
        new HuffmanCode([.. Enumerable.Repeat((byte)5, 30)]));

    /// <summary>The codes that a block brings.</summary>
    public static (HuffmanCode Literals, HuffmanCode Distances) ReadCodes(BitReader bits)
    {
        var (literals, distances, count) = (bits.Bits(5) + 257, bits.Bits(5) + 1, bits.Bits(4) + 4);
        var lengthsOfLengths = new byte[OrderOfLengths.Length];
        for (var i = 0; i < count; i++)
            lengthsOfLengths[OrderOfLengths[i]] = (byte)bits.Bits(3);
        var code = new HuffmanCode(lengthsOfLengths);
        var lengths = new List<byte>();
        while (lengths.Count < literals + distances)
        {
            var symbol = code.Read(bits);
            var (value, times) = symbol switch
            {
                16 when lengths.Count > 0 => (lengths[^1], 3 + bits.Bits(2)),
                17 => ((byte)0, 3 + bits.Bits(3)),
                18 => ((byte)0, 11 + bits.Bits(7)),
                < 16 => ((byte)symbol, 1),
                _ => throw new InvalidDataException("The deflate stream repeats a length that is not there."),
            };
            lengths.AddRange(Enumerable.Repeat(value, times));
        }
        if (lengths.Count > literals + distances)
            throw new InvalidDataException("The deflate stream has too many lengths.");
        var all = lengths.ToArray().AsSpan();
        return (new HuffmanCode(all[..literals]), new HuffmanCode(all[literals..]));
    }

    public static int ReadLength(BitReader bits, int symbol) =>
        Read(bits, Lengths, symbol - FirstLength, ExtraOfLength(symbol - FirstLength));

    public static int ReadDistance(BitReader bits, int symbol) => Read(bits, Distances, symbol, ExtraOfDistance(symbol));

    public static void WriteLength(BitWriter bits, HuffmanCode code, int length) =>
        Write(bits, code, Lengths, length, FirstLength, ExtraOfLength);

    public static void WriteDistance(BitWriter bits, HuffmanCode code, int distance) =>
        Write(bits, code, Distances, distance, 0, ExtraOfDistance);

    private static int Read(BitReader bits, int[] shortest, int at, int extra) => at < shortest.Length
        ? shortest[at] + bits.Bits(extra)
        : throw new InvalidDataException("The deflate stream has a symbol that is none.");

    private static void Write(BitWriter bits, HuffmanCode code, int[] shortest, int value, int first, Func<int, int> extra)
    {
        var at = Array.BinarySearch(shortest, value);
        at = at < 0 ? ~at - 1 : at;
        code.Write(bits, first + at);
        bits.Bits(value - shortest[at], extra(at));
    }

    private static int ExtraOfLength(int at) => at is < 4 or >= 28 ? 0 : (at - 4) / 4;

    private static int ExtraOfDistance(int at) => at < 2 ? 0 : (at - 2) / 2;
}
