using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.Contract;

/// <summary>One row as read.</summary>
/// <param name="Position">Counts from 0 in the text that the rows were read from.</param>
/// <param name="Bar">As the text has it, not judged: every bar is Final here.</param>
public readonly record struct ParsedRow(int Position, DailyBar Bar);

/// <summary>What is lost by an error.</summary>
public enum RowProblem
{
    /// <summary>The row could not be read: it is rejected, and counted.</summary>
    Row,

    /// <summary>The text of a split or dividend was not understood; no row of prices is lost.</summary>
    Action,

    /// <summary>Only the volume could not be read: the row is there without it.</summary>
    Volume,

    /// <summary>The document as a whole is in doubt, no single row is lost.</summary>
    Document,
}

/// <summary>A row that could not be read, or a fact beside the rows that is in doubt.</summary>
/// <param name="Position">As of <see cref="ParsedRow"/>; null if it is of no row.</param>
/// <param name="Date">The row's day, where it could be read.</param>
/// <param name="Problem">One sentence for a person.</param>
/// <param name="Kind">What is lost by it.</param>
public sealed record RowError(int? Position, DateOnly? Date, string Problem, RowProblem Kind = RowProblem.Row);

/// <summary>A day on which table and payload of one page disagree beyond the table's rounding.</summary>
/// <param name="Date">The day, or the ex-date of an action.</param>
/// <param name="Field">Of the bar or action, camelCase; "rows" where only one of them has the day at all: 1 and 0.</param>
/// <param name="Payload">The payload's value; an action's amount or ratio, 0 where it has none.</param>
/// <param name="Table">The table's value.</param>
public sealed record Disagreement(DateOnly Date, string Field, double Payload, double Table);
