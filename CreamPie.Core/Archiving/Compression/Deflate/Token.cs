namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>What a compressor decided at one place: a byte as it is, or a copy of bytes before it.</summary>
/// <param name="Length">Bytes of the copy; 0 for a byte as it is.</param>
/// <param name="Distance">How far before; 0 for a byte as it is.</param>
internal readonly record struct Token(int Length, int Distance)
{
    public static readonly Token Literal;

    public bool IsMatch => Length > 0;

    /// <summary>Bytes of the content that it stands for.</summary>
    public int Bytes => IsMatch ? Length : 1;
}

/// <summary>One block of a deflate stream.</summary>
/// <param name="Kind">0 stored, 1 with fixed codes, 2 with codes of its own.</param>
/// <param name="IsLast">True for the last one.</param>
/// <param name="Count">Tokens; bytes of a stored block.</param>
/// <param name="Header">The codes as they are written; of a stored block the padding before it.</param>
/// <param name="HeaderBits">Bits of it.</param>
internal sealed record Block(int Kind, bool IsLast, int Count, byte[] Header, int HeaderBits);
