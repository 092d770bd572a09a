using System.Text.Json.Serialization;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>One row as read.</summary>
/// <param name="Position">From 0, in the text that the rows are from.</param>
/// <param name="Bar">As stated, not judged: every bar is Final here.</param>
public readonly record struct ParsedRow(int Position, DailyBar Bar);

/// <summary>What an error loses.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RowProblem>))]
public enum RowProblem
{
    /// <summary>The row could not be read: it is rejected, and counted.</summary>
    Row,

    /// <summary>An event was not understood that is a split or may be one; no price row is lost.</summary>
    Action,

    /// <summary>A dividend or capital gain was not understood; no price row is lost.</summary>
    Payment,

    /// <summary>Only the volume could not be read: the row is loaded without it.</summary>
    Volume,

    /// <summary>The document as a whole is in doubt; no single row is lost.</summary>
    Document,
}

/// <summary>A row that could not be read, or a doubtful fact beside the rows.</summary>
/// <param name="Position">As in <see cref="ParsedRow"/>; null if it is about no row.</param>
/// <param name="Date">The row's day; null if it could not be read.</param>
/// <param name="Problem">One sentence.</param>
/// <param name="Kind">What it loses.</param>
public sealed record RowError(int? Position, DateOnly? Date, string Problem, RowProblem Kind = RowProblem.Row);

/// <summary>A day on which table and payload of one page differ by more than the table's rounding.</summary>
/// <param name="Date">The day, or the ex-date of an action.</param>
/// <param name="Field">Field of the bar or action, camelCase; "rows" if only one of the two has the day: 1 and 0.</param>
/// <param name="Payload">The payload's value (an action's amount or ratio); 0 if it has none.</param>
/// <param name="Table">The table's value.</param>
public sealed record Disagreement(DateOnly Date, string Field, double Payload, double Table);
