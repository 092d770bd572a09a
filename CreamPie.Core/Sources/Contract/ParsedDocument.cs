using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Rows, actions and facts as a document states them, in its order; nothing repaired.</summary>
/// <param name="Text">Which text the rows are from: "chart payload", "HistoricalPriceStore", "table", "csv", "alpha vantage".
/// Part of the provenance, with a row's position.</param>
/// <param name="Basis">The basis of the prices.</param>
/// <param name="Precise">False for a table rounded for display: it never overrides full precision.</param>
/// <param name="ListsActions">True if the text lists the splits and dividends of its range (also when there are none); what of them
/// was understood is <see cref="TellsActions"/>.</param>
/// <param name="CapturedAt">UTC; when the source says it was made; null if it does not.</param>
/// <param name="Listing">What it states about the listing.</param>
/// <param name="Rows">Rows with a day and a close; a day may occur twice.</param>
/// <param name="Actions">Splits and cash, with their days as stated; also empty if the text lists none at all.</param>
/// <param name="Errors">Rows that could not be read, and doubts beside the rows.</param>
/// <param name="Disagreements">Between a page's two texts; empty for a document with one.</param>
/// <param name="Layout">Fingerprint of the layout, equal for all documents of one layout; at most 300 characters.</param>
public sealed record ParsedDocument(
    string Text,
    PriceBasis Basis,
    bool Precise,
    bool ListsActions,
    DateTime? CapturedAt,
    Listing Listing,
    IReadOnlyList<ParsedRow> Rows,
    IReadOnlyList<CorporateAction> Actions,
    IReadOnlyList<RowError> Errors,
    IReadOnlyList<Disagreement> Disagreements,
    string Layout = "")
{
    /// <summary>What it says of the session that it was made in.</summary>
    public StatedSession Session { get; init; }

    /// <summary>False if <see cref="Basis"/> is merely the likeliest: neither told nor proved by the document.</summary>
    public bool BasisProved { get; init; } = true;

    /// <summary>What the document shows of its basis, as one sentence; null if there is nothing to say.</summary>
    public string? BasisNote { get; init; }

    /// <summary>True if it lists its actions and each was understood: an event that was not may be a split.</summary>
    internal bool TellsActions => ListsActions && Errors.All(e => e.Kind != RowProblem.Action);
}

/// <summary>What a document says of the session that it was made in, besides its date.</summary>
/// <param name="IsOpen">Of its newest row: true if the session was open, false if it was over; null if it does not say.</param>
/// <param name="End">UTC; the regular end of the source's current session, which may be the next one; null if it does not say.</param>
/// <param name="DatedByTrade">True if its date is the time of the last trade, and it may have been made at any time after.</param>
public readonly record struct StatedSession(bool? IsOpen = null, DateTime? End = null, bool DatedByTrade = false);
