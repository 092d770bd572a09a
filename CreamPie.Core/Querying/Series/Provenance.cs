using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series;

/// <summary>Where one bar comes from.</summary>
/// <param name="Symbol">Upper case.</param>
/// <param name="Date">Trading day in the exchange's own zone.</param>
/// <param name="Bar">As its document gave it: split-adjusted as of <paramref name="BasisDate"/>, nothing later applied.</param>
/// <param name="BasisDate">Day of the capture: splits up to it are in the bar's prices.</param>
/// <param name="KnownSince">UTC; since when the series has these values.</param>
/// <param name="Document">The document behind the bar.</param>
/// <param name="Position">Position of its row in the document; null if the archived bytes no longer give this row.</param>
/// <param name="Findings">Findings on this day, and on missing days of which it is one; open and closed.</param>
/// <param name="Corrections">Always empty: there are no manual corrections yet.</param>
public sealed record Provenance(
    string Symbol, DateOnly Date, DailyBar Bar, DateOnly BasisDate, DateTime KnownSince, ProvenanceDocument Document, RowPosition? Position,
    IReadOnlyList<FindingItem> Findings, IReadOnlyList<string> Corrections);

/// <summary>The document behind a bar.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Sha256">Of the archived bytes, lower-case hex; null if there are none.</param>
/// <param name="Source">The source of the document.</param>
/// <param name="Url">The requested address; null for a file.</param>
/// <param name="FileName">Name of the dropped file; null for a pull.</param>
/// <param name="CapturedAt">UTC; the instant that the content is valid for.</param>
/// <param name="KnownAt">UTC; when the bytes were archived.</param>
/// <param name="Parser">The source whose parser read it.</param>
/// <param name="ParserVersion">The version that read this bar; several versions may have read the document.</param>
public sealed record ProvenanceDocument(
    int Id, string? Sha256, SourceName Source, string? Url, string? FileName, DateTime? CapturedAt, DateTime? KnownAt, SourceName Parser,
    int? ParserVersion);

/// <summary>Position of a row in its document.</summary>
/// <param name="Text">Which text of the document: chart payload, HistoricalPriceStore, table, csv.</param>
/// <param name="Row">From 0, in that text's own order.</param>
public readonly record struct RowPosition(string Text, int Row);

/// <summary>A doubt about one day.</summary>
/// <param name="Kind">What is doubtful.</param>
/// <param name="Date">The day; null for the whole document.</param>
/// <param name="Seen">What was observed, one sentence.</param>
/// <param name="Done">What became of the data, one sentence.</param>
/// <param name="FoundAt">UTC.</param>
/// <param name="ClosedAt">UTC; null while it is open.</param>
/// <param name="ClosedBy">Who or what closed it; null while it is open.</param>
public sealed record FindingItem(
    FindingKind Kind, DateOnly? Date, string Seen, string Done, DateTime FoundAt, DateTime? ClosedAt, string? ClosedBy);
