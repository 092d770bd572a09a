using System.Buffers;
using System.IO.Pipelines;
using Npgsql;

namespace CreamPie.Core.Backups.Contents;

/// <summary>The rows of a table of PostgreSQL, in the binary form of COPY: neither a setting nor a version changes it.</summary>
internal static class PostgresRows
{
    /// <summary>SQL of the tables' names; those of an extension are its own.</summary>
    public static readonly FormattableString Tables = $"""
        select c.relname as "Value" from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not exists (
            select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        """;

    /// <summary>Signature and flags, before the length of what extends them.</summary>
    private const int Header = 15;

    public static async Task ReadAsync(
        NpgsqlConnection connection, string table, string owner, CopyContentReader.Row row, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            $"copy (select {owner}::int4, t.* from public.\"{table}\" t) to stdout (format binary)", cancellationToken);
        var pipe = PipeReader.Create(copy, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var rest = new ArrayBufferWriter<byte>(256);
        var (isBegun, isDone) = (false, false);
        while (!isDone)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var consumed = Take(read.Buffer, row, rest, ref isBegun, ref isDone);
            pipe.AdvanceTo(consumed, read.Buffer.End);
            if (read.IsCompleted && !isDone)
                throw new EndOfStreamException($"The rows of {table} end before their end.");
        }
        await pipe.CompleteAsync();
    }

    /// <returns>Up to where there are whole rows.</returns>
    private static SequencePosition Take(
        ReadOnlySequence<byte> buffer, CopyContentReader.Row row, ArrayBufferWriter<byte> rest, ref bool isBegun, ref bool isDone)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!isBegun)
        {
            if (!TryAdvance(ref reader, Header) || !reader.TryReadBigEndian(out int extension) || !TryAdvance(ref reader, extension))
                return buffer.Start;
            isBegun = true;
        }
        var consumed = reader.Position;
        while (!isDone && TryRead(ref reader, rest, out var stock, out isDone))
        {
            if (!isDone)
                row(stock, rest.WrittenSpan);
            consumed = reader.Position;
        }
        return consumed;
    }

    private static bool TryRead(ref SequenceReader<byte> reader, ArrayBufferWriter<byte> rest, out int? stock, out bool isEnd)
    {
        (stock, isEnd) = (null, false);
        if (!reader.TryReadBigEndian(out short fields))
            return false;
        if (fields < 0)
            return isEnd = true;
        if (!reader.TryReadBigEndian(out int length))
            return false;
        if (length >= 0)
        {
            if (!reader.TryReadBigEndian(out int owner))
                return false;
            stock = owner;
        }
        var start = reader.Position;
        for (var i = 1; i < fields; i++)
        {
            if (!reader.TryReadBigEndian(out length) || (length > 0 && !TryAdvance(ref reader, length)))
                return false;
        }
        rest.ResetWrittenCount();
        foreach (var part in reader.Sequence.Slice(start, reader.Position))
            rest.Write(part.Span);
        return true;
    }

    private static bool TryAdvance(ref SequenceReader<byte> reader, int count)
    {
        if (reader.Remaining < count)
            return false;
        reader.Advance(count);
        return true;
    }
}
