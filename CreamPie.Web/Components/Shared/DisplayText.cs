using System.Globalization;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage.Tables;

namespace CreamPie.Web.Components.Shared;

/// <summary>The display text of an enum member.</summary>
/// <param name="Label">One to four words, for a chip or a column.</param>
/// <param name="Sentence">What it means.</param>
internal record LabelText(string Label, string Sentence);

/// <summary>Display texts of Core's enums; those of reasons are in Core, because the API has them too.</summary>
internal static class DisplayText
{
    /// <summary>Instead of the exact rules, which the API states.</summary>
    public const string TickerHint = "Enter a ticker such as AAPL or BRK-B.";

    public const string ProvisionalHint =
        "Fetched before the session was final (30 minutes after the close); a later pull replaces it.";

    public static ReasonText Of(Reason reason) => ReasonTexts.Of(reason);

    public static LabelText Of(DocumentState state) => state switch
    {
        DocumentState.Planned => new("planned", "The request is scheduled and waiting to start."),
        DocumentState.Fetching => new("fetching", "The request to the source is running."),
        DocumentState.Waiting => new("waiting", "Waiting for its next attempt, or for its host to be free."),
        DocumentState.Archived => new("archived", "The raw document is archived; parsing comes next."),
        DocumentState.Loaded => new("loaded", "The document is parsed and its data is stored."),
        DocumentState.Quarantined => new("quarantined", "Kept for review or a newer parser; none of its data was stored."),
        DocumentState.Dead => new("failed", "Failed permanently; none of its data was stored."),
        DocumentState.Superseded => new("superseded", "Removed from the queue: it is no longer needed."),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static LabelText Of(Outcome outcome) => outcome switch
    {
        Outcome.Loaded => new("Loaded", "The bars of the document are stored."),
        Outcome.NoData => new("Nothing new", "The source had no new data, and the exchange calendar expects none."),
        Outcome.Retry => new("Will retry", "The attempt failed and is retried automatically."),
        Outcome.HostPaused => new("Host paused", "The source asked to slow down; the request resumes automatically."),
        Outcome.Quarantined => new("Quarantined", "The document could not be used; it is kept for review or a newer parser."),
        Outcome.Dead => new("Failed", "The document failed permanently."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    public static LabelText Of(StockStatus status) => status switch
    {
        StockStatus.Pending => new("pending", "Tracked; the first pull has not finished yet."),
        StockStatus.Current => new("current", "Every completed session is loaded."),
        StockStatus.Late => new("late", "A completed session is not loaded yet."),
        StockStatus.Waiting => new("waiting", "Waiting for the next attempt."),
        StockStatus.Failing => new("failing", "The last pull failed permanently."),
        StockStatus.NotFound => new("not found", "The source does not know this symbol."),
        StockStatus.Paused => new("paused", "Paused by an admin; no pulls until it is reactivated."),
        StockStatus.Retired => new("retired", "Another listing has its ticker now; its bars are kept."),
        StockStatus.Imported => new("imported", "Imported from a file; no pulls until it is tracked."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static LabelText Of(FindingKind kind) => kind switch
    {
        FindingKind.RejectedRow => new("Row rejected", "The row could not be parsed: it is counted and not loaded."),
        FindingKind.ConflictingRows => new("Conflicting rows", "Two different rows for one completed day: neither is loaded."),
        FindingKind.FutureRow => new("Future date", "The row is dated after the capture: it is not loaded."),
        FindingKind.ClosedDay => new("Market closed", "The exchange was closed that day; the row is loaded."),
        FindingKind.Inconsistent => new(
            "Inconsistent prices", "The high is below, or the low above, another price of the day; the row is loaded."),
        FindingKind.NonPositive => new("Non-positive price", "The row is loaded; an open of zero counts as unknown."),
        FindingKind.LargeMove => new("Large move", "A move of more than 50% without a split; the row is loaded."),
        FindingKind.UnitJump => new("Possible unit change", "About 100 times or 1/100 of the neighbouring prices; the row is loaded."),
        FindingKind.VolumeOutlier => new("Volume outlier", "At least 100 times the median volume; the row is loaded."),
        FindingKind.TableDisagrees => new("Table mismatch", "The page's table and payload differ beyond rounding; the payload is loaded."),
        FindingKind.DividendNotInAdjClose => new(
            "Dividend not applied", "The adjusted closes reflect less of this dividend, or more, than was paid."),
        FindingKind.MissingInLaterCapture => new(
            "Missing in newer data", "A later capture covers the day, or a run of days, but does not include it; kept."),
        FindingKind.UnknownAction => new("Unknown event", "The text of a split or dividend could not be parsed."),
        FindingKind.InvalidVolume => new("Invalid volume", "The volume is negative or exceeds 64 bits; the rest of the row is loaded."),
        FindingKind.DocumentDoubt => new("Document issue", "A data-quality issue of the document as a whole."),
        FindingKind.DividendImplausible => new(
            "Implausible dividend", "The price or the other dividends contradict this one, or it is listed twice; it is loaded."),
        FindingKind.MassRewriteAccepted => new(
            "Rewrite accepted", "A document rewrote much of the history, and an admin accepted it: it is loaded."),
        FindingKind.ValueUnknown => new(
            "Missing value", "Another capture has a value for a completed day that the current one lacks; it is loaded as unknown."),
        FindingKind.DividendCurrency => new(
            "Dividend currency", "The dividend is in another currency than the prices: it is not used for total return without a rate."),
        FindingKind.AdjCloseImpossible => new(
            "Impossible adjusted close", "Adjusted closes of zero or less, or above the close, are stored but not served."),
        FindingKind.SplitImplausible => new(
            "Implausible split", "The prices around the ex-date contradict this split's ratio, direction or date; it is loaded."),
        FindingKind.BasisGuessed => new("Assumed basis", "The document is undated, and its prices may already include a later split."),
        FindingKind.BasisNotProved => new(
            "Basis not proved", "Whether the prices are adjusted for dividends is unknown; they are used only while there are no others."),
        FindingKind.BasisContradicted => new(
            "Basis contradicted", "Prices of unproved basis differ from proved ones as prices on another basis do; they are not used."),
        FindingKind.NewListing => new("New owner of the ticker", "Another company trades under this ticker now; each has its own series."),
        FindingKind.ListingDoubt => new(
            "Possibly two companies", "The bars under this ticker may be of two companies; they are in one series until that is decided."),
        FindingKind.ProposedRename => new(
            "Possible rename", "The prices of one stock continue under another ticker; nothing is joined."),
        FindingKind.ActionMoved => new(
            "Event moved", "A later capture has this split or dividend on another day: it counts once, on that day."),
        FindingKind.ActionWithdrawn => new(
            "Event withdrawn", "A later capture of the day no longer lists this split or dividend: it no longer counts."),
        FindingKind.SplitRepeated => new("Split listed twice", "One document has the same split on two nearby days: it counts once."),
        FindingKind.ActionDoubted => new(
            "Event in doubt", "A later capture does not list this split or dividend, but its silence proves nothing: it is kept."),
        FindingKind.DocumentOverruled => new(
            "Document overruled", "Other documents contradict it: its bars are no longer served, and kept as revisions."),
        FindingKind.SplitNotShown => new("Split not in prices", "The prices do not show this split: it does not count until they do."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(SourceName source) => source switch
    {
        SourceName.YahooPage => "Yahoo Finance (history page)",
        SourceName.YahooChart => "Yahoo Finance (chart API)",
        SourceName.DropFolder => "File import",
        SourceName.AlphaVantage => "Alpha Vantage",
        SourceName.CsvTemplate => "CSV URL",
        SourceName.Unproved => "Import, basis not proved",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static string Of(PriceBasis basis) => basis switch
    {
        PriceBasis.AsTraded => "as traded",
        PriceBasis.SplitAdjusted => "split-adjusted",
        PriceBasis.FullyAdjusted => "adjusted for splits and dividends",
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
    };

    /// <summary>812 B, 4.2 kB, 1.3 MB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 999_950 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 999_950_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };

    /// <summary>2026-11-20 14:03:05 UTC, unless the reader prefers another zone or order: 20.11.2026 15:03:05 UTC+1.</summary>
    public static string Exactly(DateTime utc)
    {
        var zone = ReaderCulture.Current?.Zone ?? TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);
        var clock = local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{Day(DateOnly.FromDateTime(local))} {clock} {Offset(zone.GetUtcOffset(utc))}";
    }

    /// <summary>2026-11-27, in tables.</summary>
    public static string Day(DateOnly day) =>
        day.ToString(ReaderCulture.Current?.DatePattern ?? "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>27 Nov 2026, in prose.</summary>
    public static string Date(DateOnly day) =>
        day.ToString(ReaderCulture.Current?.DatePattern ?? "d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The day of an instant where the reader is.</summary>
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(
        DateTime.SpecifyKind(utc, DateTimeKind.Utc), ReaderCulture.Current?.Zone ?? TimeZoneInfo.Utc));

    public static string Count(int count) => count.ToString("N0", Numbers);

    /// <summary>Separators of the reader's choice.</summary>
    public static NumberFormatInfo Numbers => ReaderCulture.Current?.Numbers ?? NumberFormatInfo.InvariantInfo;

    /// <summary>UTC, UTC+1, UTC−3:30.</summary>
    private static string Offset(TimeSpan offset)
    {
        if (offset == TimeSpan.Zero)
            return "UTC";
        var minutes = offset.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(offset.Minutes):00}");
        return string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{Math.Abs(offset.Hours)}{minutes}");
    }
}
