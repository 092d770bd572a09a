using System.Globalization;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Querying.Documents;

/// <summary>One attempt at one document of a stock.</summary>
/// <param name="State">Of the document, now.</param>
/// <param name="NextAttempt">When the document is tried again; null if it is not.</param>
/// <param name="Remedy">What would fix it; null where nothing went wrong.</param>
/// <param name="Raw">Path of the archived bytes, for admins; null if there are none.</param>
/// <param name="Parsed">Path of what is read from them now, for admins.</param>
/// <param name="TraceId">Of the run, as the log has it.</param>
public sealed record AttemptItem(
    int DocumentId, SourceName Source, DocumentState State, DateTime Started, DateTime? Ended, Outcome? Outcome, Reason? Reason, string? Error,
    string? Remedy, int? HttpStatus, long? Bytes, DateTime? NextAttempt, string? Raw, string? Parsed, string? TraceId)
{
    internal static AttemptItem Of(Attempt a, Document document) => new(
        a.DocumentId, document.Source, document.State, a.Started, a.Ended, a.Outcome, a.Reason, a.Error,
        a.Reason is { } reason ? ReasonTexts.Of(reason).Remedy : null,
        a.HttpStatus, a.Bytes,
        document.State.IsOpen() ? document.NextAttempt : null,
        document.Sha256 is not null ? Path(a.DocumentId, "raw") : null,
        document.Sha256 is not null ? Path(a.DocumentId, "parsed") : null,
        a.TraceId);

    private static string Path(int id, string part) => string.Create(CultureInfo.InvariantCulture, $"/api/stock-data/documents/{id}/{part}");
}
