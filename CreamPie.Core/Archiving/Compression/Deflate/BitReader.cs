namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>Reads bits, the lowest of each byte first.</summary>
/// <param name="bytes">To read.</param>
/// <param name="at">First byte.</param>
internal sealed class BitReader(byte[] bytes, int at)
{
    /// <summary>In bits, from the beginning of the bytes on.</summary>
    public long Position { get; private set; } = at * 8L;

    /// <summary>First byte of which nothing is read.</summary>
    public int NextByte => (int)((Position + 7) / 8);

    /// <exception cref="InvalidDataException">The bytes are over.</exception>
    public int Bit()
    {
        if (Position >> 3 >= bytes.Length)
            throw new InvalidDataException("The deflate stream ends too early.");
        var bit = (bytes[Position >> 3] >> (int)(Position & 7)) & 1;
        Position++;
        return bit;
    }

    /// <param name="count">0 to 16.</param>
    public int Bits(int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
            value |= Bit() << i;
        return value;
    }

    /// <summary>The rest of a byte that was begun.</summary>
    public int Padding() => Bits((int)(-Position & 7));

    /// <summary>Bits that were read before, packed into bytes.</summary>
    public byte[] Since(long begun)
    {
        var (end, packed) = (Position, new BitWriter());
        for (Position = begun; Position < end;)
            packed.Bits(Bit(), 1);
        return packed.ToArray();
    }
}
