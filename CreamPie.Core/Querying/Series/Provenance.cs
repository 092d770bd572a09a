using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying.Series;

/// <summary>Where one bar comes from.</summary>
/// <param name="Bar">As its document gave it: split-adjusted as of <paramref name="BasisDate"/>, nothing later applied.</param>
/// <param name="BasisDate">Day of the capture: splits up to it are in the bar's prices.</param>
/// <param name="KnownSince">Since when these values are ours.</param>
/// <param name="Position">Where in the document it stands; null if the archived bytes do not give this row any more.</param>
/// <param name="Findings">Doubts about this day, open and closed.</param>
/// <param name="Corrections">Always empty yet.</param>
public sealed record Provenance(
    string Symbol, DateOnly Date, DailyBar Bar, DateOnly BasisDate, DateTime KnownSince, ProvenanceDocument Document, RowPosition? Position,
    IReadOnlyList<FindingItem> Findings, IReadOnlyList<string> Corrections);

/// <param name="Parser">Whose parser read it.</param>
/// <param name="ParserVersion">The version that read this bar; the document may have been read by several.</param>
public sealed record ProvenanceDocument(
    int Id, string? Sha256, SourceName Source, string? Url, string? FileName, DateTime? CapturedAt, DateTime? KnownAt, SourceName Parser,
    int? ParserVersion);

/// <param name="Text">Which text of the document: chart payload, HistoricalPriceStore, table, csv.</param>
/// <param name="Row">Counted from 0 in that text's own order.</param>
public readonly record struct RowPosition(string Text, int Row);

public sealed record FindingItem(
    FindingKind Kind, DateOnly? Date, string Seen, string Done, DateTime FoundAt, DateTime? ClosedAt, string? ClosedBy);
