using System.Text.Json.Serialization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Documents;

/// <summary>What a document says, read again now with today's parser: rows in its own order, nothing repaired.</summary>
/// <param name="Reason">Why it cannot be read; null if it can. Then there is nothing but <paramref name="Error"/>.</param>
/// <param name="Text">Which text of the document the rows are from.</param>
/// <param name="Errors">Rows and facts that could not be read.</param>
/// <param name="Findings">What would be noted if it were loaded now.</param>
/// <param name="Total">Rows in all pages.</param>
public sealed record ParsedView(
    int Id, int ParserVersion, Reason? Reason, string? Error, string? Text, PriceBasis? Basis, DateTime? CapturedAt, Listing? Listing,
    IReadOnlyList<ParsedRow> Rows, IReadOnlyList<CorporateAction> Actions, IReadOnlyList<RowError> Errors,
    IReadOnlyList<Disagreement> Disagreements, IReadOnlyList<ProcessedFinding> Findings, int Total, string? Next,
    [property: JsonIgnore] string? Cursor);
