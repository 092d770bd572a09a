using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Documents;

/// <summary>What a document says, parsed now with the current parser: rows in the document's order, nothing repaired.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="ParserVersion">Version of the parser that read it for this view.</param>
/// <param name="Reason">Why it cannot be read; null if it can. If set, only <paramref name="Error"/> is set besides, and
/// the actions of a page that lists nothing else.</param>
/// <param name="Error">Details of the reason, one sentence; null if it can be read.</param>
/// <param name="Text">Which text of the document the rows are from: chart payload, HistoricalPriceStore, table, csv.</param>
/// <param name="Basis">The basis of its prices.</param>
/// <param name="CapturedAt">UTC; the capture instant that the document itself states; null if it states none.</param>
/// <param name="Listing">What it states about the listing.</param>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Actions">Splits, dividends and capital gains, all of them on every page.</param>
/// <param name="Errors">Rows and facts that could not be read.</param>
/// <param name="Disagreements">Where two texts of the document differ.</param>
/// <param name="Findings">What a load would record now.</param>
/// <param name="Total">Rows in all pages.</param>
/// <param name="Next">Path of the next page, set by the API; null on the last one.</param>
/// <param name="Cursor">Where the next page starts; null on the last one.</param>
public sealed record ParsedView(
    int Id, int ParserVersion, Reason? Reason, string? Error, string? Text, PriceBasis? Basis, DateTime? CapturedAt, Listing? Listing,
    IReadOnlyList<ParsedRow> Rows, IReadOnlyList<CorporateAction> Actions, IReadOnlyList<RowError> Errors,
    IReadOnlyList<Disagreement> Disagreements, IReadOnlyList<ProcessedFinding> Findings, int Total, string? Next,
    [property: JsonIgnore] string? Cursor);
