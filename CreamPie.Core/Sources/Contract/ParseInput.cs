using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>The input of a parser.</summary>
/// <param name="Bytes">The decoded document (no content encoding), at most <see cref="MaxBytes"/>.</param>
/// <param name="Symbol">The requested symbol, or that of the file's name; null if the name says none: the document must.</param>
/// <param name="FromNetwork">A page from the network must be complete and name its own symbol; a dropped fragment need not.</param>
/// <param name="ContentType">The server's Content-Type header; null for a file.</param>
public sealed record ParseInput(ReadOnlyMemory<byte> Bytes, Symbol? Symbol, bool FromNetwork, string? ContentType = null)
{
    /// <summary>Name of a dropped or uploaded file, which may say its basis (<c>AAPL.split.csv</c>); null for a pull.</summary>
    public string? FileName { get; init; }

    /// <summary>The size of the largest document that is read, in megabytes.</summary>
    public const int MaxMegabytes = 32;

    /// <summary>The same in bytes.</summary>
    public const int MaxBytes = MaxMegabytes << 20;
}
