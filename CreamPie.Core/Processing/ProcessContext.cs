namespace CreamPie.Core.Processing;

/// <summary>What is known about a document besides its content, all from its manifest; instants are UTC.</summary>
/// <param name="KnownAt">When it was archived: nothing in it can be later.</param>
/// <param name="FileNameCapturedAt">Noon of the day in the file's name; null if it has none.</param>
/// <param name="ServerDate">The Date header of the response; null without one.</param>
/// <param name="Symbol">That it was requested for, or that its file name has; null if it has none.</param>
public sealed record ProcessContext(
    DateTime KnownAt, DateTime? FileNameCapturedAt = null, DateTime? ServerDate = null, string? Symbol = null);
