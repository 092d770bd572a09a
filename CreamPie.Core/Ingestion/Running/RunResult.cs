using System.Globalization;
using CreamPie.Core.Loading;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Core.Ingestion.Running;

/// <summary>Result of one run of the pipeline.</summary>
/// <param name="State">New state of the document; null if it did not change.</param>
/// <param name="Outcome">How the attempt ended; null if there was none.</param>
/// <param name="Reason">Why nothing was loaded; null if it was.</param>
/// <param name="Sentence">The result as one sentence, for log and job dashboard.</param>
public sealed record RunResult(DocumentState? State, Outcome? Outcome, Reason? Reason, string Sentence)
{
    /// <summary>The document was not runnable.</summary>
    public static readonly RunResult NothingToDo =
        new(null, null, null, "Nothing to do: the document is done, waiting, or leased by another worker.");

    /// <summary>The lease was lost; nothing was written.</summary>
    public static readonly RunResult LeaseLost = new(null, null, null, "Another worker has taken the document over; nothing was written.");

    /// <summary>An outage prevented the end from being recorded; the next lease retries.</summary>
    public static readonly RunResult EndPending =
        new(null, null, null, "The database is unavailable; the document is retried without charging the attempt.");

    /// <summary>The program is stopping.</summary>
    public static readonly RunResult Released = new(null, null, null, "Released: this process is shutting down.");

    /// <summary>Number of bars loaded from the document.</summary>
    public int Rows { get; init; }

    /// <summary>True if the document is quarantined or dead.</summary>
    public bool IsDeadLetter => State?.IsDeadLetter() == true;

    /// <summary>Work is paused; nothing was changed.</summary>
    public static RunResult Paused(string why) => new(null, null, null, "No new work is started. " + why);

    /// <summary>The next attempt is scheduled for <paramref name="until"/> (UTC).</summary>
    public static RunResult Waiting(DateTime until, string why) => new(
        DocumentState.Waiting, null, null,
        string.Create(CultureInfo.InvariantCulture, $"Waiting until {until:yyyy-MM-dd HH:mm:ss}Z: {why}"));

    /// <summary>Loaded; <paramref name="rows"/> is the number of bars in the document.</summary>
    public static RunResult Loaded(LoadCounts counts, int rows)
    {
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Loaded: {counts.Inserted} new, {counts.Updated} changed, {counts.Revised} revised, "
            + $"{counts.Skipped} superseded by a later capture.");
        return new(DocumentState.Loaded, CreamPie.Core.Storage.Tables.Outcome.Loaded, null, sentence) { Rows = rows };
    }

    internal static RunResult Of(AttemptResult ending, bool isArchived, DateTime now) => ending.Wait is { } wait
        ? Waiting(now + wait, $"{ending.Outcome}({ending.Reason}): {ending.Error}") with
        {
            Outcome = ending.Outcome,
            Reason = ending.Reason,
        }
        : new(ending.State(isArchived), ending.Outcome, ending.Reason, $"{ending.Outcome}({ending.Reason}): {ending.Error}");
}
