using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>What a parser is given besides the bytes.</summary>
/// <param name="Bytes">The decoded document (no content encoding), at most 32 MB.</param>
/// <param name="Symbol">The symbol that was asked for or that the file is named after; null if the file's name has none.</param>
/// <param name="FromNetwork">A page from the network must be whole and name its own symbol; a dropped fragment need not.</param>
/// <param name="ContentType">As the server said, null for a file.</param>
public sealed record ParseInput(ReadOnlyMemory<byte> Bytes, Symbol? Symbol, bool FromNetwork, string? ContentType = null);

/// <summary>One row as read. <paramref name="Position"/> counts from 0 in the text that the rows were read from.</summary>
public readonly record struct ParsedRow(int Position, DailyBar Bar);

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
public sealed record RowError(int? Position, DateOnly? Date, string Problem, RowProblem Kind = RowProblem.Row);

/// <summary>A day on which table and payload of one page disagree beyond the table's rounding.</summary>
/// <param name="Field">Of the bar or action; "rows" where only one of them has the day at all: 1 and 0.</param>
public sealed record Disagreement(DateOnly Date, string Field, double Payload, double Table);

/// <summary>Rows, actions and facts as one document gives them, in its own order; nothing repaired.</summary>
/// <param name="Text">Which text the rows are from: "chart payload", "HistoricalPriceStore", "table", "csv". With Position it is the provenance.</param>
/// <param name="Precise">False for a table rounded for display: it never overrides full precision.</param>
/// <param name="TellsActions">True if the text lists the splits and dividends of its range (also when there are none).</param>
/// <param name="CapturedAt">UTC; when the source says it was made, null if it does not.</param>
/// <param name="Layout">The form that was read, the same for all documents of one form; at most 300 characters.</param>
public sealed record ParsedDocument(
    string Text,
    PriceBasis Basis,
    bool Precise,
    bool TellsActions,
    DateTime? CapturedAt,
    Listing Listing,
    IReadOnlyList<ParsedRow> Rows,
    IReadOnlyList<CorporateAction> Actions,
    IReadOnlyList<RowError> Errors,
    IReadOnlyList<Disagreement> Disagreements,
    string Layout = "");

/// <summary>A document is read whole, or refused for one reason.</summary>
public abstract record ParseResult
{
    private ParseResult() { }

    public sealed record Parsed(ParsedDocument Document) : ParseResult;

    /// <param name="Error">One sentence for a person: what is wrong and what would be right.</param>
    public sealed record Refused(Reason Reason, string Error) : ParseResult
    {
        /// <summary>The form that was not known, where the reason is Layout; at most 300 characters.</summary>
        public string Layout { get; init; } = "";

        /// <summary>
        /// True for a well-formed history of the symbol that was asked for, without a row: right, if nothing was due. The
        /// reason is that of a whole history; for some days of it, it is EmptyUnexpected.
        /// </summary>
        public bool IsEmpty { get; init; }
    }
}
