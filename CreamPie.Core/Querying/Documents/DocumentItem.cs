using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Documents;

/// <summary>One document in a list: where it comes from, how far it got, and why not further.</summary>
/// <param name="Bytes">Size as archived; null before.</param>
/// <param name="NextAttempt">Null if it is not tried again by itself.</param>
public sealed record DocumentItem(
    int Id, string? Symbol, SourceName Source, string? FileName, DocumentState State, Outcome? Outcome, Reason? Reason, string? Error,
    string? Sha256, long? Bytes, DateTime? CapturedAt, DateTime? KnownAt, int Attempts, DateTime? NextAttempt, string? Url)
{
    public static DocumentItem Of(Document d) => new(
        d.Id, d.Symbol, d.Source, d.FileName, d.State, d.Outcome, d.Reason, d.Error, d.Sha256, d.Bytes, d.CapturedAt, d.KnownAt,
        d.Attempts, d.State.IsOpen() ? d.NextAttempt : null, d.Url);
}

/// <summary>Everything about one document, for an admin.</summary>
/// <param name="StatedAt">When the answer's Date header or the file's name says that it was made.</param>
/// <param name="Crashes">Deaths inside parse or load of these bytes.</param>
/// <param name="Runs">The newest attempts, newest first.</param>
public sealed record DocumentFacts(
    DocumentItem Document, DateTime PlannedAt, DateTime? StatedAt, int? HttpStatus, string? ContentType, string? ContentEncoding,
    int? ParserVersion, int Crashes, IReadOnlyList<AttemptItem> Runs);

/// <summary>How many documents are in one state.</summary>
public sealed record StateCount(DocumentState State, int Count);

/// <summary>A document that ended Quarantined or Dead.</summary>
/// <param name="EndedAt">When its last attempt ended.</param>
public sealed record DeadLetterItem(DocumentItem Document, DateTime EndedAt);

/// <param name="FileName">Named by its SHA-256 alone: nothing of what a stranger wrote becomes a file name.</param>
public sealed record RawDocument(byte[] Bytes, string FileName);
