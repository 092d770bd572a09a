using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Archiving;

/// <summary>Address and size of archived bytes.</summary>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hex: their address in the archive.</param>
/// <param name="Bytes">Their number.</param>
public sealed record ArchivedFile(string Sha256, long Bytes);

/// <summary>An archived file is missing or its content does not match its hash.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown by the archive only, with a message that names the file.")]
public sealed class ArchiveCorruptException(string message, Exception? inner = null) : Exception(message, inner);
