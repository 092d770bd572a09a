using System.Diagnostics.CodeAnalysis;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Limits against decompression bombs.</summary>
/// <param name="Bytes">Maximum decoded size.</param>
/// <param name="Ratio">Maximum decoded bytes for each byte received.</param>
public sealed record DecodeLimits(int Bytes, int Ratio)
{
    /// <summary>What is read at most. A full history since 1962 is a page of about 12 MB, compressed about tenfold.</summary>
    public static readonly DecodeLimits Default = new(ParseInput.MaxBytes, 100);
}

/// <summary>
/// A body that does not match its content coding: <see cref="Reason"/> is Truncated, TooLarge or ContentType.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, always with a reason.")]
public sealed class UndecodableBodyException(Reason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Truncated, TooLarge or ContentType.</summary>
    public Reason Reason { get; } = reason;
}

/// <summary>
/// Decodes a body that was archived as received. .NET accepts a truncated gzip stream as complete, so length and checksum
/// are verified here. Pure.
/// </summary>
public static class ContentCoding
{
    /// <summary>The decoded bytes; <paramref name="body"/> itself if it has no coding.</summary>
    /// <exception cref="UndecodableBodyException">The body is truncated, damaged, too large, or in a coding other than gzip.</exception>
    public static byte[] Decode(byte[] body, string? contentEncoding, DecodeLimits limits)
    {
        var length = Measure(body, contentEncoding, limits);
        if (!IsGzip(contentEncoding) || body.Length == 0)
            return body;
        var decoded = new byte[length];
        Gzip.Read(body, limits, decoded);
        return decoded;
    }

    private static int Measure(byte[] body, string? contentEncoding, DecodeLimits limits)
    {
        if (IsGzip(contentEncoding) && body.Length > 0)
            return Gzip.Read(body, limits, target: null);
        if (!IsGzip(contentEncoding) && contentEncoding is { Length: > 0 }
            && !contentEncoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new UndecodableBodyException(
                Reason.ContentType, $"The body is in the content coding '{contentEncoding}'; only gzip is supported.");
        }
        if (body.Length > limits.Bytes)
            throw new UndecodableBodyException(Reason.TooLarge, $"The body has {body.Length} bytes, more than {limits.Bytes}.");
        return body.Length;
    }

    private static bool IsGzip(string? contentEncoding) =>
        "gzip".Equals(contentEncoding, StringComparison.OrdinalIgnoreCase)
        || "x-gzip".Equals(contentEncoding, StringComparison.OrdinalIgnoreCase);
}
