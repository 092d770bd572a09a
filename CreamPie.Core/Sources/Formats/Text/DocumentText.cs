using System.Text;
using System.Text.RegularExpressions;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Text;

/// <summary>
/// Decodes bytes: UTF-8, unless the document declares one of the two western 8-bit charsets, or is a file that a spreadsheet saved
/// as "Unicode text" (UTF-16, told by its first two bytes).
/// </summary>
internal static partial class DocumentText
{
    private const int Head = 8 * 1024;

    /// <summary>Nothing but white space.</summary>
    public static readonly ParseResult.Refused Empty = new(
        Reason.ContentType, "The document is empty: a history page, a CSV or a chart JSON is expected.");

    /// <summary>A text without tags that is no CSV.</summary>
    public static readonly ParseResult.Refused NoHistory = new(
        Reason.ContentType, "This is plain text, not a history: an HTML page, a CSV or a chart JSON is expected.");

    /// <returns>The result of <paramref name="read"/>, with a doubt if the text is damaged.</returns>
    public static ParseResult Read(ParseInput input, Func<ReadOnlyMemory<char>, ParseResult> read)
    {
        var (text, refused) = Rent(input);
        using (text)
            return text is null ? refused! : WithDamage(read(text.Characters), text.Damaged);
    }

    /// <summary>Undecodable characters put everything read in doubt.</summary>
    public static ParseResult WithDamage(ParseResult result, int damaged) =>
        damaged > 0 && result is ParseResult.Parsed { Document: var document }
            ? new ParseResult.Parsed(document with
            {
                Errors = [.. document.Errors, new RowError(null, null, $"{damaged} characters are not valid UTF-8.", RowProblem.Document)],
            })
            : result;

    /// <returns>The text and how many of its characters could not be decoded; or why there is none.</returns>
    public static (string? Text, int Damaged, ParseResult.Refused? Refused) Decode(ParseInput input)
    {
        var (rented, refused) = Rent(input);
        using (rented)
            return (rented?.Characters.ToString(), rented?.Damaged ?? 0, refused);
    }

    /// <returns>The text in a rented buffer; or why there is none.</returns>
    public static (DecodedText? Text, ParseResult.Refused? Refused) Rent(ParseInput input)
    {
        var bytes = input.Bytes.Span;
        if (bytes.Length > ParseInput.MaxBytes)
        {
            return (null, new(
                Reason.TooLarge,
                $"The document has {bytes.Length / 1024 / 1024} MB; at most {ParseInput.MaxMegabytes} MB are read."));
        }
        if (!input.FromNetwork && Utf16(bytes) is { } utf16)
            return (DecodedText.Of(utf16.GetString(bytes[2..])), null);
        if (BinaryKind(bytes) is { } kind)
            return (null, new(
                Reason.ContentType,
                $"This is {kind}, not a page, CSV or chart JSON: save the history page itself as HTML, or the prices as CSV."));

        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (DeclaredCharset(bytes, input.ContentType) is { } charset)
            return (DecodedText.Of(charset.GetString(bytes)), null);
        var text = DecodedText.OfUtf8(bytes[..WholeLength(bytes)]);
        if (text.Damaged * 20 <= text.Characters.Length)
            return (text, null);
        text.Dispose();
        return (null, new(Reason.ContentType, "The bytes are not UTF-8 text: save the document as UTF-8 HTML, CSV or JSON."));
    }

    /// <summary>A truncated document may end within a character: that is not counted as damage.</summary>
    private static int WholeLength(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
                break;
            if (b >= 0xC0)
                return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData
                    ? bytes.Length - back
                    : bytes.Length;
        }
        return bytes.Length;
    }

    private static string? BinaryKind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
            || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || bytes.StartsWith("GIF8"u8))
            return "an image";
        if (bytes.StartsWith("%PDF"u8))
            return "a PDF";
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return "a compressed file (zip, xlsx, gzip)";
        return bytes[..Math.Min(bytes.Length, Head)].Contains((byte)0) ? "a binary file" : null;
    }

    private static UnicodeEncoding? Utf16(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        _ => null,
    };

    private static Encoding? DeclaredCharset(ReadOnlySpan<byte> bytes, string? contentType)
    {
        var declared = CharsetPattern().Match(contentType ?? "");
        if (!declared.Success)
            declared = CharsetPattern().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 1024)]));
        return declared.Groups["name"].Value.ToLowerInvariant() switch
        {
            // Browsers decode both names as windows-1252, and page authors rely on it.
            "iso-8859-1" or "latin1" or "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            _ => null,
        };
    }

    [GeneratedRegex("""charset\s*=\s*["']?(?<name>[\w-]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CharsetPattern();
}
