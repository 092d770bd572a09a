using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace CreamPie.Web.Api.Bulk;

/// <summary>The memory of one record batch, used again for the next one: a batch is valid until <see cref="Begin"/>.</summary>
internal sealed class ArrowBuffers
{
    private readonly List<byte[]> _buffers = [];
    private int _used;
    private int _rows;

    public void Begin(int rows) => (_used, _rows) = (0, rows);

    /// <summary>A column of fixed width.</summary>
    /// <param name="type">Whose width is that of <typeparamref name="T"/>.</param>
    /// <param name="of">The value of a row; null where it has none.</param>
    public IArrowArray Values<T>(IArrowType type, Func<int, T?> of) where T : struct
    {
        var (nulls, bits, content) = (0, Next(BytesOf(_rows)), Next(_rows * Unsafe.SizeOf<T>()));
        var valid = bits.Span;
        var values = MemoryMarshal.Cast<byte, T>(content.Span);
        valid.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            var value = of(i);
            values[i] = value.GetValueOrDefault();
            if (value is null)
                nulls++;
            else
                valid[i >> 3] |= (byte)(1 << (i & 7));
        }
        return Array(type, nulls, nulls == 0 ? ArrowBuffer.Empty : new(bits), new(content));
    }

    /// <summary>A column of bits.</summary>
    public IArrowArray Flags(Func<int, bool> of)
    {
        var bits = Next(BytesOf(_rows));
        bits.Span.Clear();
        for (var i = 0; i < _rows; i++)
        {
            if (of(i))
                bits.Span[i >> 3] |= (byte)(1 << (i & 7));
        }
        return Array(BooleanType.Default, 0, ArrowBuffer.Empty, new(bits));
    }

    /// <summary>The same text in each row.</summary>
    public IArrowArray Repeated(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (offsets, content) = (Next((_rows + 1) * sizeof(int)), Next(_rows * bytes.Length));
        var starts = MemoryMarshal.Cast<byte, int>(offsets.Span);
        for (var i = 0; i < starts.Length; i++)
            starts[i] = i * bytes.Length;
        for (var at = 0; at < content.Length; at += bytes.Length)
            bytes.CopyTo(content.Span[at..]);
        return Array(StringType.Default, 0, ArrowBuffer.Empty, new(offsets), new(content));
    }

    private IArrowArray Array(IArrowType type, int nulls, params ArrowBuffer[] buffers) =>
        ArrowArrayFactory.BuildArray(new ArrayData(type, _rows, nulls, 0, buffers));

    private static int BytesOf(int bits) => (bits + 7) / 8;

    private Memory<byte> Next(int length)
    {
        if (_used == _buffers.Count)
            _buffers.Add([]);
        if (_buffers[_used].Length < length)
            _buffers[_used] = new byte[length + length / 2];
        return _buffers[_used++].AsMemory(0, length);
    }
}
