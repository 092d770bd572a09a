namespace CreamPie.Core.Sources;

/// <summary>What a source answered with status 200, before anything of it is archived.</summary>
/// <param name="Url">Where it came from in the end, redirects followed.</param>
/// <param name="ContentType">As the server said it, with its charset; null if it said none.</param>
/// <param name="Body">Decoded, of any length up to 32 MB.</param>
public sealed record SourceAnswer(Uri Url, string? ContentType, ReadOnlyMemory<byte> Body);
