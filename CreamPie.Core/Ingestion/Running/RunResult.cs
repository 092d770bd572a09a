using System.Globalization;
using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>How far one run of the pipeline got; its sentence is what the job dashboard shows.</summary>
public sealed record RunResult(DocumentState? State, Outcome? Outcome, Reason? Reason, string Sentence)
{
    public static readonly RunResult NothingToDo = new(null, null, null, "Nothing to do: the document is done, waiting, or leased by another worker.");

    public static readonly RunResult LeaseLost = new(null, null, null, "Another worker has taken the document over; nothing was written.");

    public static readonly RunResult EndPending = new(null, null, null, "The database is unavailable; the document is retried without charging the attempt.");

    /// <summary>We are shutting down.</summary>
    public static readonly RunResult Released = new(null, null, null, "Released: this process is shutting down.");

    /// <summary>Bars of the document that were loaded.</summary>
    public int Rows { get; init; }

    /// <summary>A dead letter: quarantined or given up.</summary>
    public bool IsDeadLetter => State?.IsDeadLetter() == true;

    /// <summary>Nothing was begun, and nothing changed.</summary>
    public static RunResult Paused(string why) => new(null, null, null, "No new work is started. " + why);

    public static RunResult Waiting(DateTime until, string why) => new(
        DocumentState.Waiting, null, null, string.Create(CultureInfo.InvariantCulture, $"Waiting until {until:yyyy-MM-dd HH:mm:ss}Z: {why}"));

    public static RunResult Loaded(LoadCounts counts, int rows)
    {
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded: {counts.Inserted} new, {counts.Updated} changed, {counts.Revised} revised, {counts.Skipped} superseded by a later capture.");
        return new(DocumentState.Loaded, CreamPie.Core.Storage.Tables.Outcome.Loaded, null, sentence) { Rows = rows };
    }

    internal static RunResult Of(AttemptResult ending, bool isArchived, DateTime now) => ending.Wait is { } wait
        ? Waiting(now + wait, $"{ending.Outcome}({ending.Reason}): {ending.Error}") with { Outcome = ending.Outcome, Reason = ending.Reason }
        : new(ending.State(isArchived), ending.Outcome, ending.Reason, $"{ending.Outcome}({ending.Reason}): {ending.Error}");
}
