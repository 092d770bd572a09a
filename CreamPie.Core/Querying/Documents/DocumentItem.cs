using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Documents;

/// <summary>One document in a list: its source, its state, and why it got no further.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Symbol">Null for a file whose name gives none.</param>
/// <param name="Source">The source that it was requested from, or that a file was recognized as.</param>
/// <param name="FileName">Name of the dropped file; null for a pull.</param>
/// <param name="State">The current state.</param>
/// <param name="Outcome">Of its last attempt; null before one ended.</param>
/// <param name="Reason">Why it did not load or waits; null if nothing went wrong.</param>
/// <param name="Error">Details of the reason, one sentence; null if nothing went wrong.</param>
/// <param name="Sha256">Of the archived bytes, lower-case hex; null before they are archived.</param>
/// <param name="Bytes">Size of the archived bytes; null before they are archived.</param>
/// <param name="CapturedAt">UTC; the instant that the content is valid for; null before it is read.</param>
/// <param name="KnownAt">UTC; when the bytes were archived; null before.</param>
/// <param name="Attempts">Attempts that count against the limit.</param>
/// <param name="NextAttempt">UTC; null if it is not retried automatically.</param>
/// <param name="Url">The requested address; null for a file.</param>
public sealed record DocumentItem(
    int Id, string? Symbol, SourceName Source, string? FileName, DocumentState State, Outcome? Outcome, Reason? Reason, string? Error,
    string? Sha256, long? Bytes, DateTime? CapturedAt, DateTime? KnownAt, int Attempts, DateTime? NextAttempt, string? Url)
{
    /// <summary>Why its archived bytes are not kept any more, one sentence; null while they are.</summary>
    public string? BytesRemoved { get; init; }

    /// <summary>The item of a stored document.</summary>
    public static DocumentItem Of(Document d) => new(
        d.Id, d.Symbol, d.Source, d.FileName, d.State, d.Outcome, d.Reason, d.Error, d.Sha256, d.Bytes, d.CapturedAt, d.KnownAt,
        d.Attempts, d.State.IsOpen() ? d.NextAttempt : null, d.Url)
    {
        BytesRemoved = d.BytesRemoved,
    };
}

/// <summary>Everything about one document, for an admin.</summary>
/// <param name="Document">The document as lists have it.</param>
/// <param name="PlannedAt">UTC; when it was planned or found.</param>
/// <param name="StatedAt">UTC; the instant stated by the response's Date header or the file's name; null if neither states one.</param>
/// <param name="HttpStatus">Null without an HTTP response.</param>
/// <param name="ContentType">The response's Content-Type header; null without one.</param>
/// <param name="ContentEncoding">The response's Content-Encoding header; null without one.</param>
/// <param name="ParserVersion">Version of the parser that last read it; null before.</param>
/// <param name="Crashes">How often a process died while parsing or loading these bytes.</param>
/// <param name="Attempts">The newest 20 attempts, newest first.</param>
public sealed record DocumentFacts(
    DocumentItem Document, DateTime PlannedAt, DateTime? StatedAt, int? HttpStatus, string? ContentType, string? ContentEncoding,
    int? ParserVersion, int Crashes, IReadOnlyList<AttemptItem> Attempts);

/// <summary>How many documents are in one state.</summary>
public sealed record StateCount(DocumentState State, int Count);

/// <summary>A document that ended Quarantined or Dead.</summary>
/// <param name="Document">The document as lists have it.</param>
/// <param name="EndedAt">UTC; when its last attempt ended; without one, when it was archived, else when it was planned.</param>
public sealed record DeadLetterItem(DocumentItem Document, DateTime EndedAt);

/// <summary>The archived bytes of a document, as a download.</summary>
/// <param name="Content">Exactly as archived, still compressed if they came so. Its reader disposes of it.</param>
/// <param name="FileName">SHA-256 and extension only: no untrusted text becomes a file name.</param>
public sealed record RawDocument(Stream Content, string FileName);
