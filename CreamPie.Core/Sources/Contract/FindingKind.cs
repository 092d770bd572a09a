using System.Text.Json.Serialization;

namespace CreamPie.Core.Sources.Contract;

/// <summary>
/// What is doubtful about a document or a series: one closed set for database, pages, API and metrics. The names are stored.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>A row that could not be read; counted, not loaded.</summary>
    RejectedRow,
    /// <summary>Two different rows for the same finished day: neither is loaded.</summary>
    ConflictingRows,
    /// <summary>Later than the day of capture: not loaded.</summary>
    FutureRow,
    /// <summary>On a day on which the exchange is closed; loaded.</summary>
    ClosedDay,
    /// <summary>High below low, open or close, or low above them; loaded.</summary>
    Inconsistent,
    /// <summary>A price of zero or less; loaded (open: unknown).</summary>
    NonPositive,
    /// <summary>A move of more than 50 % without a split, or although the prices are split-adjusted; loaded.</summary>
    LargeMove,
    /// <summary>100 times or a hundredth of its neighbours; loaded.</summary>
    UnitJump,
    /// <summary>Volume 100 times its median or more; loaded.</summary>
    VolumeOutlier,
    /// <summary>Table and payload of the same page disagree beyond rounding; the payload is loaded.</summary>
    TableDisagrees,
    /// <summary>A dividend that the adjusted closes do not show, or of which they take more than was paid.</summary>
    DividendNotInAdjClose,
    /// <summary>A later capture covers this day, or a run of days from it on, but lacks it; kept.</summary>
    MissingInLaterCapture,
    /// <summary>A split or dividend text that was not understood.</summary>
    UnknownAction,
    /// <summary>A volume below zero or beyond 64 bits: unknown; the rest of the row is loaded.</summary>
    InvalidVolume,
    /// <summary>A doubt about the document as a whole: text that could not be decoded, a table that could not be compared.</summary>
    DocumentDoubt,
    /// <summary>Nothing dates the document, and its prices may include a split after its last row; loaded as if they did not.</summary>
    BasisGuessed,
    /// <summary>A dividend that the price or its neighbours contradict, or that occurs twice; loaded.</summary>
    DividendImplausible,
    /// <summary>Much of the history was rewritten without a known reason, accepted by an admin.</summary>
    MassRewriteAccepted,
    /// <summary>A value of a finished day that one capture knows and the winning one lacks; loaded as unknown.</summary>
    ValueUnknown,
    /// <summary>Adjusted closes of zero or less, or above the close: stored as given, served by no series.</summary>
    AdjCloseImpossible,
    /// <summary>A dividend in another currency than the prices: kept with its own, not used for total return without a rate.</summary>
    DividendCurrency,
    /// <summary>A split that prices contradict: its ratio, direction or date, or their basis; loaded.</summary>
    SplitImplausible,
    /// <summary>The basis of the prices is neither told nor proved; loaded into a series of its own.</summary>
    BasisNotProved,
    /// <summary>Prices of unproved basis that differ from those of a proved one as prices of another basis do; not served.</summary>
    BasisContradicted,
    /// <summary>Another listing has the ticker now: a series of its own begins, and the earlier one keeps its bars.</summary>
    NewListing,
    /// <summary>The bars under one ticker may be of two listings; loaded into one series.</summary>
    ListingDoubt,
    /// <summary>A stock looks like the continuation of another one under a new ticker; nothing is joined.</summary>
    ProposedRename,
    /// <summary>A split or dividend that a later capture tells of another day; one action, of the later capture's day.</summary>
    ActionMoved,
    /// <summary>A split or dividend that a later capture of its day no longer lists; it no longer counts.</summary>
    ActionWithdrawn,
    /// <summary>A split that one document tells twice, days apart; counted once.</summary>
    SplitRepeated,
    /// <summary>A split or dividend that a later capture does not list although the prices show it or the list is empty; kept.</summary>
    ActionDoubted,
    /// <summary>A split that is told, but that the prices do not show; it does not count until they do.</summary>
    SplitNotShown,
    /// <summary>Other documents contradict one that was loaded: its bars are no longer served, and kept as revisions.</summary>
    DocumentOverruled,
}
