using System.Globalization;
using CreamPie.Core.Archiving;
using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Querying;
using CreamPie.Core.Tracking;

namespace CreamPie.Web.Components.Shared;

/// <summary>What a member of a closed set is called on a page.</summary>
/// <param name="Label">One to four words, for a chip or a column.</param>
/// <param name="Sentence">For whoever wants to know what it means.</param>
internal record Word(string Label, string Sentence);

/// <summary>The closed sets of Core in the words of the people who read the pages; the reasons are Core's, because the API tells them too.</summary>
internal static class Words
{
    public static ReasonWord Of(Reason reason) => ReasonWords.Of(reason);

    public static Word Of(DocumentState state) => state switch
    {
        DocumentState.Planned => new("planned", "The request is planned and waits for its turn."),
        DocumentState.Fetching => new("fetching", "The source is being asked."),
        DocumentState.Waiting => new("waiting", "It waits for its next attempt, or for its host's turn."),
        DocumentState.Archived => new("archived", "The bytes are safe in the archive and are about to be read."),
        DocumentState.Loaded => new("loaded", "It was read, and what it says is stored."),
        DocumentState.Quarantined => new("quarantined", "It is kept for a person or a new parser; nothing of it was stored."),
        DocumentState.Dead => new("given up", "It was given up; nothing of it was stored."),
        DocumentState.Superseded => new("superseded", "It was taken out of the queue: nobody wants it any more."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static Word Of(Outcome outcome) => outcome switch
    {
        Outcome.Loaded => new("Loaded", "The bars of the document are stored."),
        Outcome.NoData => new("Nothing new", "The source answered well and had nothing, and the calendar agrees."),
        Outcome.Retry => new("Failed for now", "It failed and is tried again by itself."),
        Outcome.HostPaused => new("Host paused", "The source wants to be left alone for a while; it is asked again by itself."),
        Outcome.Quarantined => new("Quarantined", "What came could not be used; it is kept for a person or a new parser."),
        Outcome.Dead => new("Given up", "It failed for good."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static Word Of(StockStatus status) => status switch
    {
        StockStatus.Pending => new("pending", "Tracked; nothing has come yet."),
        StockStatus.Current => new("current", "Every session that is over is here."),
        StockStatus.Late => new("late", "A session that is over has not come yet."),
        StockStatus.Waiting => new("waiting", "It waits for its next attempt."),
        StockStatus.Failing => new("failing", "The last pull ended as a dead letter."),
        StockStatus.NotFound => new("not found", "The source does not know this symbol."),
        StockStatus.Paused => new("paused", "An admin has paused it: nothing is pulled until it is reactivated."),
        StockStatus.Imported => new("imported", "Its bars came by file; nothing is pulled until it is tracked."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Word Of(FindingKind kind) => kind switch
    {
        FindingKind.RejectedRow => new("Row rejected", "A row could not be read: it is counted and not loaded."),
        FindingKind.ConflictingRows => new("Rows conflict", "Two different rows for one finished day: neither is loaded."),
        FindingKind.FutureRow => new("Row from the future", "A row is later than the day of capture: it is not loaded."),
        FindingKind.ClosedDay => new("Closed day", "The exchange was closed that day; the row is loaded."),
        FindingKind.Inconsistent => new("Prices inconsistent", "High is below, or low above, another price of the day; the row is loaded."),
        FindingKind.NonPositive => new("Price of zero or less", "The row is loaded; an open of zero is unknown."),
        FindingKind.LargeMove => new("Large move", "A move of more than 50 % without a split; the row is loaded."),
        FindingKind.UnitJump => new("Jump of a unit", "100 times or a hundredth of its neighbours; the row is loaded."),
        FindingKind.VolumeOutlier => new("Volume outlier", "100 times the median volume or more; the row is loaded."),
        FindingKind.TableDisagrees => new("Table disagrees", "Table and payload of the page differ beyond rounding; the payload is loaded."),
        FindingKind.DividendNotInAdjClose => new("Dividend not in prices", "The adjusted closes do not show this dividend."),
        FindingKind.MissingInLaterCapture => new("Missing later", "A later capture covers this day and does not have it; the day is kept."),
        FindingKind.UnknownAction => new("Event not understood", "The text of a split or dividend was not understood."),
        FindingKind.InvalidVolume => new("Volume unknown", "The volume is below zero or beyond 64 bits; the rest of the row is loaded."),
        FindingKind.DocumentDoubt => new("Document in doubt", "A doubt about the document as a whole."),
        FindingKind.DividendImplausible => new("Dividend implausible", "The price did not fall by this dividend, or the same one stands twice within days; it is loaded."),
        FindingKind.MassRewriteAccepted => new("Rewrite accepted", "A document rewrote much of the history, and an admin has said that it is right: it is loaded."),
        FindingKind.ValueUnknown => new("Value not known any more", "Another capture knows a value of a finished day that the one that stands does not; it is loaded as unknown."),
        FindingKind.BasisGuessed => new("Basis guessed", "Nothing dates the document, and a later split may be in its prices already."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(SourceName source) => source switch
    {
        SourceName.YahooPage => "Yahoo Finance, history page",
        SourceName.YahooChart => "Yahoo Finance, chart data",
        SourceName.DropFolder => "dropped file",
        SourceName.AlphaVantage => "Alpha Vantage",
        SourceName.CsvTemplate => "CSV address",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static string Of(PriceBasis basis) => basis switch
    {
        PriceBasis.AsTraded => "as traded",
        PriceBasis.SplitAdjusted => "adjusted for splits",
        PriceBasis.FullyAdjusted => "adjusted for splits and dividends",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
    };

    /// <summary>812 B, 4.2 kB, 1.3 MB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 999_950 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
    };

    /// <summary>2026-11-20 14:03:05 UTC.</summary>
    public static string Exactly(DateTime utc) => string.Create(CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd HH:mm:ss} UTC");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
