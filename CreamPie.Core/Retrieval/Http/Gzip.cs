using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Gzip (RFC 1952) with one member or several, each with checksum and length verified.</summary>
internal static class Gzip
{
    private const int Chunk = 64 << 10;
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    /// <summary>How far DeflateStream may read past the end of a member.</summary>
    private const int ReadAhead = 8 << 10;

    /// <summary>
    /// Decodes into <paramref name="target"/>, or only measures if it is null; stops within one chunk of a limit.
    /// </summary>
    /// <returns>The decoded length.</returns>
    public static int Read(byte[] body, DecodeLimits limits, byte[]? target)
    {
        // The ratio does not apply to the first chunk: a few bytes of repeated text exceed any ratio.
        var cap = Math.Min(limits.Bytes, Math.Max(Chunk, (long)limits.Ratio * body.Length));
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var total = 0;
            var next = 0;
            do
                next = ReadMember(body, next, cap, chunk.AsSpan(0, Chunk), target, ref total);
            while (next < body.Length && body.AsSpan(next).ContainsAnyExcept((byte)0));
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <returns>Where the next member would start.</returns>
    private static int ReadMember(byte[] body, int start, long cap, Span<byte> chunk, byte[]? target, ref int total)
    {
        var first = SkipHeader(body, start);
        using var input = new MemoryStream(body, writable: false) { Position = first };
        using var deflate = new DeflateStream(input, CompressionMode.Decompress);
        var crc = new Crc32();
        var length = 0u;
        while (Fill(deflate, chunk) is var n and > 0)
        {
            if (total + n > cap)
            {
                throw new UndecodableBodyException(
                    Reason.TooLarge, $"The body of {body.Length} compressed bytes has more than {cap} bytes decoded.");
            }
            var read = chunk[..n];
            crc.Append(read);
            length += (uint)n;
            if (target is not null)
                read.CopyTo(target.AsSpan(total));
            total += n;
        }

        // DeflateStream does not report where the member ended; find its trailer, which is known by now.
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        var from = Math.Max(first, (int)input.Position - ReadAhead);
        var to = Math.Min(body.Length, (int)input.Position + TrailerLength);
        var at = body.AsSpan(from, to - from).IndexOf(trailer);
        return at >= 0 ? from + at + TrailerLength : throw Damaged("its end is missing or its checksum is wrong");
    }

    private static int Fill(DeflateStream deflate, Span<byte> chunk)
    {
        try
        {
            return deflate.Read(chunk);
        }
        catch (InvalidDataException e)
        {
            throw Damaged("it cannot be inflated", e);
        }
    }

    private static int SkipHeader(byte[] body, int start)
    {
        var header = body.AsSpan(start);
        if (header is not [0x1F, 0x8B, ..] && header.Length > 1)
            throw new UndecodableBodyException(Reason.ContentType, "The body is said to be gzip and is not.");
        if (header.Length < HeaderLength)
            throw Damaged("its header is cut");
        var (extra, name, comment, crc) = ((header[3] & 4) != 0, (header[3] & 8) != 0, (header[3] & 16) != 0, (header[3] & 2) != 0);
        var at = HeaderLength;
        if (extra)
            at += header.Length >= at + 2 ? 2 + BinaryPrimitives.ReadUInt16LittleEndian(header[at..]) : header.Length;
        for (var texts = (name ? 1 : 0) + (comment ? 1 : 0); texts > 0; texts--)
            at = at < header.Length && header[at..].IndexOf((byte)0) is var end and >= 0 ? at + end + 1 : header.Length;
        if (crc)
            at += 2;
        return at < header.Length ? start + at : throw Damaged("its header is cut");
    }

    private static UndecodableBodyException Damaged(string how, Exception? inner = null) =>
        new(Reason.Truncated, $"The gzip body is truncated or damaged: {how}.", inner);
}
