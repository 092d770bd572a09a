using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Archiving;

/// <param name="Sha256">Of the bytes, lower-case hex: their address in the archive.</param>
public sealed record ArchivedFile(string Sha256, long Bytes);

/// <summary>A file of the archive is missing or is not what its name says.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Thrown by the archive only, with a message that names the file.")]
public sealed class ArchiveCorruptException(string message, Exception? inner = null) : Exception(message, inner);
