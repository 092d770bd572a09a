namespace CreamPie.Core.Processing;

/// <summary>What is known about a document besides its content; all instants UTC, all from its manifest.</summary>
/// <param name="KnownAt">When it was archived: nothing in it can be later.</param>
/// <param name="FileNameCapturedAt">Noon of the day that its file's name gives.</param>
/// <param name="ServerDate">The Date header of the answer.</param>
public sealed record ProcessContext(DateTime KnownAt, DateTime? FileNameCapturedAt = null, DateTime? ServerDate = null);
