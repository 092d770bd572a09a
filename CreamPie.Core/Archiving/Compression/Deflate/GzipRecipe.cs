namespace CreamPie.Core.Archiving.Compression.Deflate;

/// <summary>
/// A gzip file as its content and the recipe that makes the same file of it again, bit by bit: the blocks with their codes, and the
/// places where the compressor decided otherwise than <see cref="MatchFinder"/> guesses. The content compresses better than the file.
/// </summary>
internal static class GzipRecipe
{
    /// <summary>Larger files stay as they are.</summary>
    private const int MostContent = 16 << 20;

    /// <summary>Tokens of which it is judged how hard the compressor searched.</summary>
    private const int Sample = 20_000;

    private static ReadOnlySpan<byte> Mark => "CreamPie gzip 1\n"u8;

    /// <returns>Null if the bytes are no gzip, or cannot be told like this.</returns>
    public static byte[]? TryPack(byte[] gzip)
    {
        try
        {
            if (HeaderLength(gzip) is not { } header)
                return null;
            var stream = DeflateReader.Read(gzip, header, MostContent);
            var effort = Enumerable.Range(0, Effort.Known.Length).MinBy(e => Corrections(stream, Effort.Known[e], Sample).Count);
            var corrections = Corrections(stream, Effort.Known[effort], int.MaxValue);
            using var packed = new MemoryStream(stream.Content.Length + gzip.Length);
            using var writer = new BinaryWriter(packed);
            writer.Write(Mark);
            Write(writer, stream.Content);
            Write(writer, gzip.AsSpan(0, header));
            Write(writer, gzip.AsSpan(stream.End));
            writer.Write((byte)stream.Padding);
            writer.Write((byte)effort);
            writer.Write7BitEncodedInt(stream.Blocks.Count);
            foreach (var block in stream.Blocks)
            {
                writer.Write((byte)(block.Kind | (block.IsLast ? 4 : 0)));
                writer.Write7BitEncodedInt(block.Count);
                writer.Write7BitEncodedInt(block.HeaderBits);
                writer.Write(block.Header);
            }
            writer.Write7BitEncodedInt(corrections.Count);
            foreach (var (skipped, token) in corrections)
            {
                writer.Write7BitEncodedInt(skipped);
                writer.Write7BitEncodedInt(token.Length);
                if (token.IsMatch)
                    writer.Write7BitEncodedInt(token.Distance);
            }
            writer.Flush();
            // Some streams have no such recipe: a code that is not canonical, a length written in the other of two ways.
            return packed.ToArray() is var recipe && TryUnpack(recipe).AsSpan().SequenceEqual(gzip) ? recipe : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <returns>Null if the bytes are no recipe.</returns>
    public static byte[]? TryUnpack(byte[] packed)
    {
        if (!packed.AsSpan().StartsWith(Mark))
            return null;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(packed, Mark.Length, packed.Length - Mark.Length, writable: false));
            var (content, header, rest) = (ReadBytes(reader), ReadBytes(reader), ReadBytes(reader));
            var (padding, finder) = (reader.ReadByte(), new MatchFinder(content, Effort.Known[reader.ReadByte()]));
            var blocks = Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => ReadBlock(reader)).ToList();
            var left = reader.Read7BitEncodedInt();
            var skip = left > 0 ? reader.Read7BitEncodedInt() : -1;
            var deflate = DeflateWriter.Write(blocks, content, padding, at =>
            {
                if (skip-- != 0)
                    return finder.Guess(at);
                var length = reader.Read7BitEncodedInt();
                var token = new Token(length, length > 0 ? reader.Read7BitEncodedInt() : 0);
                skip = --left > 0 ? reader.Read7BitEncodedInt() : -1;
                return token;
            });
            return [.. header, .. deflate, .. rest];
        }
        // A damaged one: its hash would not match either.
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or ArgumentException
            or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Where the guesses are wrong: right ones before it, and what was decided.</summary>
    private static List<(int Skipped, Token Token)> Corrections(DeflateReader stream, Effort effort, int most)
    {
        var (finder, corrections) = (new MatchFinder(stream.Content, effort), new List<(int, Token)>());
        var (at, place, right) = (0, 0, 0);
        foreach (var block in stream.Blocks)
        {
            if (block.Kind == 0)
            {
                at += block.Count;
                continue;
            }
            for (var end = place + block.Count; place < end && place < most; place++)
            {
                var token = stream.Tokens[place];
                if (finder.Guess(at) == token)
                {
                    right++;
                }
                else
                {
                    corrections.Add((right, token));
                    right = 0;
                }
                at += token.Bytes;
            }
        }
        return corrections;
    }

    /// <summary>Of the first member; null if it has none (RFC 1952, 2.3).</summary>
    private static int? HeaderLength(byte[] gzip)
    {
        const int fixedPart = 10;
        if (gzip.Length < fixedPart || gzip[0] != 0x1f || gzip[1] != 0x8b || gzip[2] != 8)
            return null;
        var (flags, at) = (gzip[3], fixedPart);
        if ((flags & 4) != 0 && at + 2 <= gzip.Length)
            at += 2 + (gzip[at] | (gzip[at + 1] << 8));
        foreach (var text in (int[])[8, 16])
        {
            if ((flags & text) != 0 && at < gzip.Length)
                at = Array.IndexOf(gzip, (byte)0, at) is var end and >= 0 ? end + 1 : gzip.Length;
        }
        at += (flags & 2) != 0 ? 2 : 0;
        return at < gzip.Length ? at : null;
    }

    private static Block ReadBlock(BinaryReader reader)
    {
        var kind = reader.ReadByte();
        var (count, bits) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        return new(kind & 3, (kind & 4) != 0, count, ReadBytes(reader, (bits + 7) / 8), bits);
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader) => ReadBytes(reader, reader.Read7BitEncodedInt());

    /// <summary>A damaged recipe may ask for more than there is.</summary>
    private static byte[] ReadBytes(BinaryReader reader, int count) => count <= reader.BaseStream.Length - reader.BaseStream.Position
        ? reader.ReadBytes(count)
        : throw new InvalidDataException("The recipe ends too early.");
}
