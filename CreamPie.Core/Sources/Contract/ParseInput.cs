using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>What a parser is given besides the bytes.</summary>
/// <param name="Bytes">The decoded document (no content encoding), at most 32 MB.</param>
/// <param name="Symbol">The symbol that was asked for or that the file is named after; null if the file's name has none.</param>
/// <param name="FromNetwork">A page from the network must be whole and name its own symbol; a dropped fragment need not.</param>
/// <param name="ContentType">As the server said, null for a file.</param>
public sealed record ParseInput(ReadOnlyMemory<byte> Bytes, Symbol? Symbol, bool FromNetwork, string? ContentType = null);
