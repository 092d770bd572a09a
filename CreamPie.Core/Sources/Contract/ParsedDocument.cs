using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Sources.Contract;

/// <summary>Rows, actions and facts as one document gives them, in its own order; nothing repaired.</summary>
/// <param name="Text">Which text the rows are from: "chart payload", "HistoricalPriceStore", "table", "csv", "alpha vantage". With a row's position it is the provenance.</param>
/// <param name="Basis">What has been done to the prices.</param>
/// <param name="Precise">False for a table rounded for display: it never overrides full precision.</param>
/// <param name="ListsActions">True if the text lists the splits and dividends of its range (also when there are none).</param>
/// <param name="CapturedAt">UTC; when the source says it was made, null if it does not.</param>
/// <param name="Listing">What it tells about the listing itself.</param>
/// <param name="Rows">Those with a day and a close; one day may stand twice.</param>
/// <param name="Actions">Splits and cash, with the days as they stand; empty also where the text tells none.</param>
/// <param name="Errors">Rows that could not be read, and doubts beside the rows.</param>
/// <param name="Disagreements">Of a page's two texts; empty for a document with one.</param>
/// <param name="Layout">The form that was read, the same for all documents of one form; at most 300 characters.</param>
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
