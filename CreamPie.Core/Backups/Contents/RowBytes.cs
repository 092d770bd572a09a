using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using System.Text.Json;
using CreamPie.Core.Storage;

namespace CreamPie.Core.Backups.Contents;

/// <summary>The values of a row as bytes, the same whichever database they come from.</summary>
internal sealed class RowBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Add(object? value)
    {
        switch (value)
        {
            case null: Tag(0); break;
            case string text: Add(Encoding.UTF8.GetBytes(text)); break;
            case byte[] bytes: Add(bytes.AsSpan()); break;
            case double number: Number(3, BitConverter.DoubleToInt64Bits(number)); break;
            case bool flag: Number(1, flag ? 1 : 0); break;
            case Enum name: Number(1, Convert.ToInt64(name, null)); break;
            case DateOnly day: Number(1, day.DayNumber); break;
            case DateTime instant: Number(1, InstantAsMilliseconds.ToMilliseconds(instant)); break;
            case DateTimeOffset instant: Number(1, instant.ToUnixTimeMilliseconds()); break;
            case Guid id: Add(id.ToByteArray().AsSpan()); break;
            case IConvertible number: Number(1, Convert.ToInt64(number, null)); break;
            case IEnumerable items:
                List<object?> list = [.. items.Cast<object?>()];
                Number(4, list.Count);
                list.ForEach(Add);
                break;
            // What a database keeps as JSON.
            default: Add(JsonSerializer.SerializeToUtf8Bytes(value).AsSpan()); break;
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Number(2, bytes.Length);
        _bytes.Write(bytes);
    }

    private void Number(byte tag, long value)
    {
        Tag(tag);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    private void Tag(byte tag)
    {
        _bytes.GetSpan(1)[0] = tag;
        _bytes.Advance(1);
    }
}
