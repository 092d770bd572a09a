using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Rows, actions and facts as a document states them, in its order; nothing repaired.</summary>
/// <param name="Text">Which text the rows are from: "chart payload", "HistoricalPriceStore", "table", "csv", "alpha vantage".
/// Part of the provenance, with a row's position.</param>
/// <param name="Basis">The basis of the prices.</param>
/// <param name="Precise">False for a table rounded for display: it never overrides full precision.</param>
/// <param name="ListsActions">True if the text lists the splits and dividends of its range (also when there are none).</param>
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
    string Layout = "");
