using System.Diagnostics.CodeAnalysis;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Retrieval.Http;

/// <param name="Bytes">The most that a body may decode to.</param>
/// <param name="Ratio">The most decoded bytes for one byte on the wire.</param>
public sealed record DecodeLimits(int Bytes, int Ratio)
{
    /// <summary>A whole history since 1962 is about 12 MB of page, and compresses about tenfold.</summary>
    public static readonly DecodeLimits Default = new(32 << 20, 100);
}

/// <summary>A body that is not what its content coding says: <see cref="Reason"/> is Truncated, TooLarge or ContentType.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown here only, always with a reason.")]
public sealed class UndecodableBodyException(Reason reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public Reason Reason { get; } = reason;
}

/// <summary>
/// Undoes the content coding of a body that was kept as it was received. .NET takes a truncated gzip stream for a whole
/// one, so that length and checksum are verified here. Pure.
/// </summary>
public static class ContentCoding
{
    /// <returns>The decoded bytes; <paramref name="body"/> itself if it has no coding.</returns>
    /// <exception cref="UndecodableBodyException">The body is cut, damaged, too large, or in a coding other than gzip.</exception>
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
        if (!IsGzip(contentEncoding) && contentEncoding is { Length: > 0 } && !contentEncoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new UndecodableBodyException(Reason.ContentType, $"The body is in the content coding '{contentEncoding}'; only gzip is supported.");
        if (body.Length > limits.Bytes)
            throw new UndecodableBodyException(Reason.TooLarge, $"The body has {body.Length} bytes, more than {limits.Bytes}.");
        return body.Length;
    }

    private static bool IsGzip(string? contentEncoding) =>
        "gzip".Equals(contentEncoding, StringComparison.OrdinalIgnoreCase) || "x-gzip".Equals(contentEncoding, StringComparison.OrdinalIgnoreCase);
}
