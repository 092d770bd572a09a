using System.Diagnostics.CodeAnalysis;

namespace CreamPie.Core.Backups;

/// <summary>A backup, a restore, a check or a start cannot go on; the message says why, and what would be right.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Always with a message for the operator.")]
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
