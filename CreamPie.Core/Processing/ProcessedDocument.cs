using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Processing;

/// <summary>A doubt about one document.</summary>
/// <param name="Kind">What is doubtful.</param>
/// <param name="Date">Null when it is about the document as a whole.</param>
/// <param name="Seen">One sentence for a person, at most 500 characters.</param>
/// <param name="Done">What became of it, at most 200 characters.</param>
public sealed record ProcessedFinding(FindingKind Kind, DateOnly? Date, string Seen, string Done);

/// <summary>Bars ready to load: oldest first, one a day, each final or provisional as of the capture.</summary>
/// <param name="Basis">As the document states it; the loader refuses a basis that no series can take.</param>
/// <param name="CapturedAt">UTC; decides which of two documents wins a day.</param>
/// <param name="BasisDate">Day of the capture in the exchange's zone: splits up to it are in the prices.</param>
/// <param name="FinalThrough">Every bar up to this day is final, every later one provisional; null if none is final.</param>
/// <param name="Precise">False for prices rounded for display, to two decimals or more.</param>
/// <param name="ListsActions">True if the document lists the splits and dividends of its range (also when there are none), and
/// each was understood.</param>
/// <param name="Listing">What it states about the listing.</param>
/// <param name="Bars">Oldest first, one a day; empty if no row was left.</param>
/// <param name="Actions">By ex-date, oldest first, none later than the capture.</param>
/// <param name="Findings">By kind; a kind that occurs more than 20 times is one finding with its count.</param>
/// <param name="Rejected">Rows that were read and not loaded.</param>
public sealed record ProcessedDocument(
    PriceBasis Basis,
    DateTime CapturedAt,
    DateOnly BasisDate,
    DateOnly? FinalThrough,
    bool Precise,
    bool ListsActions,
    Listing Listing,
    IReadOnlyList<DailyBar> Bars,
    IReadOnlyList<CorporateAction> Actions,
    IReadOnlyList<ProcessedFinding> Findings,
    int Rejected)
{
    /// <summary>False if one of its payments was not understood: what it does not list may have been paid nevertheless.</summary>
    public bool TellsCash { get; init; } = true;

    /// <summary>True if nothing dates the document: its prices may include splits after <see cref="BasisDate"/>.</summary>
    public bool BasisGuessed { get; init; }

    /// <summary>False if the basis is neither told nor proved: the bars belong into <see cref="SourceName.Unproved"/>.</summary>
    public bool BasisProved { get; init; } = true;

    /// <summary>What the document shows of its basis, as one sentence; null if there is nothing to say.</summary>
    public string? BasisNote { get; init; }

    /// <summary>From the oldest bar to the newest; null if there is none.</summary>
    public DateRange? Range => Bars.Count == 0 ? null : new DateRange(Bars[0].Date, Bars[^1].Date);
}
