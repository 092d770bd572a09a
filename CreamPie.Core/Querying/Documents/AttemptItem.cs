using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Documents;

/// <summary>One attempt at one document of a stock.</summary>
/// <param name="DocumentId">The document that was attempted.</param>
/// <param name="Source">The source of the document.</param>
/// <param name="State">The document's current state.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC; null while it runs, or if its process died.</param>
/// <param name="Outcome">Null before it ended.</param>
/// <param name="Reason">Why it did not load; null if nothing went wrong.</param>
/// <param name="Error">Details of the reason, one sentence; null if nothing went wrong.</param>
/// <param name="Remedy">What would fix it; null if nothing went wrong.</param>
/// <param name="HttpStatus">Null without an HTTP response.</param>
/// <param name="Bytes">Size of the response; null without one.</param>
/// <param name="NextAttempt">UTC; when the document is due again; null if it is not retried.</param>
/// <param name="Raw">Path of the archived bytes, for analysts; null if there are none.</param>
/// <param name="Parsed">Path of the current parser's view of the bytes, for analysts; null if there are none.</param>
/// <param name="TraceId">Trace id of the run in the log; null if it had none.</param>
public sealed record AttemptItem(
    int DocumentId, SourceName Source, DocumentState State, DateTime Started, DateTime? Ended, Outcome? Outcome, Reason? Reason,
    string? Error, string? Remedy, int? HttpStatus, long? Bytes, DateTime? NextAttempt, string? Raw, string? Parsed, string? TraceId)
{
    internal static AttemptItem Of(Attempt a, Document document) => new(
        a.DocumentId, document.Source, document.State, a.Started, a.Ended, a.Outcome, a.Reason, a.Error,
        a.Reason is { } reason ? ReasonTexts.Of(reason).Remedy : null,
        a.HttpStatus, a.Bytes,
        document.State.IsOpen() ? document.NextAttempt : null,
        document.Sha256 is not null ? Path(a.DocumentId, "raw") : null,
        document.Sha256 is not null ? Path(a.DocumentId, "parsed") : null,
        a.TraceId);

    private static string Path(int id, string part) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/stock-data/documents/{id}/{part}");
}
