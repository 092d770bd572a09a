namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>Writes bits, the lowest of each byte first.</summary>
/// <param name="capacity">Bytes for which there is room from the start.</param>
internal sealed class BitWriter(int capacity = 0)
{
    private readonly List<byte> _bytes = new(capacity);
    private uint _pending;

    /// <summary>Bits of a byte that is begun.</summary>
    public int Begun { get; private set; }

    /// <param name="value">No more than the bits.</param>
    /// <param name="count">0 to 24.</param>
    public void Bits(int value, int count)
    {
        _pending |= (uint)value << Begun;
        for (Begun += count; Begun >= 8; Begun -= 8)
        {
            _bytes.Add((byte)_pending);
            _pending >>= 8;
        }
    }

    /// <summary>Fills a byte that was begun.</summary>
    public void Pad(int value) => Bits(value, -Begun & 7);

    /// <summary>All, the last byte filled with zeros.</summary>
    public byte[] ToArray()
    {
        Pad(0);
        return [.. _bytes];
    }
}
