using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Querying;

/// <summary>A reason as pages and API answers word it.</summary>
/// <param name="Label">One to four words, for a chip or a column.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Remedy">What an admin can do about it.</param>
public sealed record ReasonText(string Label, string Sentence, string Remedy);

/// <summary>Why a document did not load, and what helps.</summary>
public static class ReasonTexts
{
    /// <summary>The texts of a reason; every reason has them.</summary>
    public static ReasonText Of(Reason reason) => reason switch
    {
        Reason.Layout => new(
            "Unknown layout", "The page has no price table or payload in a layout that the parser knows.",
            "Compare raw and parsed. After three in a row the source stops and the next one takes over; "
            + "retry once a new parser is installed."),
        Reason.NotHistory => new(
            "No price history", "The page is from the right site, but it is not the price history.",
            "Save the symbol's Historical Data page and drop that instead."),
        Reason.Consent => new(
            "Consent page", "The source returned its consent page instead of data.",
            "CreamPie does not consent on your behalf: drop a page saved from your own browser, or pull again later."),
        Reason.Challenge => new(
            "Bot check", "The source returned a bot check instead of data.",
            "The host is paused for a while: pull again later, or drop a page saved from your own browser."),
        Reason.SymbolMismatch => new(
            "Symbol mismatch", "The document is for another symbol than requested, or than its file name says.",
            "Check the symbol; name a file after the symbol that it holds, then drop it again."),
        Reason.SymbolUnknown => new(
            "Unknown symbol", "The source does not know this symbol.",
            "Check the spelling (BRK-B, ^GSPC, 7203.T); untrack it if it was mistyped or delisted."),
        Reason.FileName => new(
            "No symbol in file name", "The document is readable, but its file name does not start with a symbol.",
            "Rename it like AAPL.csv or 2025-06-16_TSLA.html and drop it again."),
        Reason.Truncated => new(
            "Truncated", "The document is incomplete.",
            "Pull the stock again, or save the whole page and drop it; a retry reads the same bytes."),
        Reason.TooLarge => new(
            "Too large", "The document exceeds the size limits.",
            "If it is genuine, raise Retrieval__WireLimit or Retrieval__DecodedLimit and pull again; "
            + $"at most {ParseInput.MaxMegabytes} MB are read."),
        Reason.ContentType => new(
            "Unsupported format", "The document is empty or not of the expected type.",
            "Check the raw text: the source may be unavailable for a while. For a file, save the page as HTML or the prices as CSV "
            + "in UTF-8, and drop that."),
        Reason.EmptyUnexpected => new(
            "No rows", "The document has no rows, but the exchange calendar has sessions in its range.",
            "Check the raw text; if the source was unavailable, pull again later."),
        Reason.ParseBudget => new(
            "Too complex", "Parsing the document exceeded the limit of time or elements.",
            "A real history stays far below the limit: check the raw text and drop a clean copy."),
        Reason.Network => new(
            "Network", "The source could not be reached, or the connection was lost.",
            "It is retried automatically every day. If the problem persists, check this server's network, or retry now."),
        Reason.ServerError => new(
            "Source unavailable", "The source returned an error.",
            "It is retried automatically every day; retry now if the source is back."),
        Reason.RateLimited => new(
            "Too many requests", "The source asked to slow down.",
            "Pulls resume automatically after a pause; raise Retrieval__MinDelaySeconds if this happens often. Save a dropped page again."),
        Reason.Forbidden => new(
            "Refused by the source", "The source refused the request.",
            "The pause grows up to one day; if the source keeps refusing, drop files or use another source."),
        Reason.Redirect => new(
            "Unexpected redirect", "The source redirected to another host, or in a loop.",
            "Check the source's URL (Sources__YahooPage__BaseUrl), then retry."),
        Reason.Robots => new(
            "Blocked by robots.txt", "The source's robots.txt does not allow this address.",
            "CreamPie respects robots.txt: drop files or use another source."),
        Reason.ArchiveCorrupt => new(
            "Archive corrupted", "The archived bytes are missing or have changed on disk.",
            "Check the disk, restore the file from a backup and retry, or pull the stock again."),
        Reason.Basis => new(
            "Price basis mismatch", "The prices are adjusted differently from the stored series, or the rows are not daily.",
            "Drop the daily history adjusted for splits only; CreamPie does not guess."),
        Reason.Days => new(
            "Days unclear", "It cannot be told to which trading days the rows belong.",
            "Drop a history whose dates are the exchange's own, without times; CreamPie does not guess."),
        Reason.MassRewrite => new(
            "History rewritten",
            "Most of the history differs from the stored data, with no split that explains it; the stored values stay in use.",
            "Compare it with the chart. If the source is right, accept the rewrite on the document's page; if it is wrong, "
            + "do nothing: the next pull resolves it."),
        Reason.CrashLoop => new(
            "Crashed repeatedly", "The process crashed or hung repeatedly while working on the document.",
            "Check the log for memory or disk problems, then retry: the count starts over."),
        Reason.NotInstalled => new(
            "Source not configured", "The settings of its source were removed, so the document cannot be read.",
            "The bytes are safe: restore the source's settings (docs/sources.md), restart and retry."),
        Reason.Internal => new(
            "Internal error", "CreamPie failed while reading or loading the document.",
            "See the log for details; the bytes are safe, so retry after an update."),
        Reason.Outage => new(
            "Database or disk", "The database or the disk was unavailable, full or too slow while the document was processed.",
            "It resumes automatically once they recover. If it does not, check the log, the database and the disk, then retry."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
