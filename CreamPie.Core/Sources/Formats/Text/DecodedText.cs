using System.Buffers;
using System.Text.Unicode;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>The characters of a document in a rented buffer; valid until it is disposed.</summary>
internal sealed class DecodedText : IDisposable
{
    /// <summary>A pool keeps buffers up to this size; larger ones are rare and left to the garbage collector.</summary>
    private const int MostRented = 8 * 1024 * 1024;

    private char[]? _rented;

    private DecodedText(ReadOnlyMemory<char> characters, int damaged)
    {
        Characters = characters;
        Damaged = damaged;
    }

    public ReadOnlyMemory<char> Characters { get; }

    /// <summary>Characters that could not be decoded and were replaced by U+FFFD.</summary>
    public int Damaged { get; }

    public static DecodedText Of(string text) => new(text.AsMemory(), damaged: 0);

    public static DecodedText OfUtf8(ReadOnlySpan<byte> bytes)
    {
        // UTF-8 never has fewer bytes than characters.
        var rented = bytes.Length <= MostRented ? ArrayPool<char>.Shared.Rent(bytes.Length) : null;
        var buffer = rented ?? new char[bytes.Length];
        var damaged = 0;
        if (Utf8.ToUtf16(bytes, buffer, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            Utf8.ToUtf16(bytes, buffer, out _, out length);
            damaged = buffer.AsSpan(0, length).Count('\uFFFD');
        }
        return new DecodedText(buffer.AsMemory(0, length), damaged) { _rented = rented };
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
        _rented = null;
    }
}
