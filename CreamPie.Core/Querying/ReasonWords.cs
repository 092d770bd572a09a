using CreamPie.Core.Market;

namespace CreamPie.Core.Querying;

/// <summary>A reason in the words of the people who read pages and answers.</summary>
/// <param name="Label">One to four words, for a chip or a column.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Remedy">What an admin can do about it.</param>
public sealed record ReasonWord(string Label, string Sentence, string Remedy);

/// <summary>Why something did not load, and what helps.</summary>
public static class ReasonWords
{
    public static ReasonWord Of(Reason reason) => reason switch
    {
        Reason.Layout => new(
            "Unknown layout", "The page has no price table and no payload of a layout that the parser knows.",
            "Compare raw and parsed. After three in a row the source is stopped and the next one is asked; retry once a new parser is installed."),
        Reason.NotHistory => new(
            "No price history", "This is a page of the right site, but not the one with the price history.",
            "Save the symbol's historical data page instead and drop that."),
        Reason.Consent => new(
            "Consent page", "The source sent its consent page instead of data.",
            "Nothing is agreed to in your name: drop a page saved from your own browser, or pull again later."),
        Reason.Challenge => new(
            "Robot check", "The source wants to see whether a person is asking.",
            "The host is left alone for a while: pull again later, or drop a page saved from your own browser."),
        Reason.SymbolMismatch => new(
            "Another symbol", "The document names another symbol than the one that was asked for, or than its file.",
            "Check the symbol; a file must be named after the symbol that it holds, then drop it again."),
        Reason.SymbolUnknown => new(
            "Unknown symbol", "The source does not know this symbol.",
            "Check the spelling (BRK-B, ^GSPC, 7203.T); untrack it if it was mistyped or delisted."),
        Reason.FileName => new(
            "No symbol in the name", "The document can be read, but its file's name does not start with a symbol.",
            "Name it like AAPL.csv or 2025-06-16_TSLA.html and drop it again."),
        Reason.Truncated => new(
            "Cut off", "The document stops before its end.",
            "These bytes stay cut: pull the stock again, or save the whole page and drop it."),
        Reason.TooLarge => new(
            "Too large", "The document is larger than the limits allow.",
            "If it is genuine, raise Retrieval__WireLimit or Retrieval__DecodedLimit and pull again; at most 32 MB are read."),
        Reason.ContentType => new(
            "Not a readable format", "The document is empty or of another kind than was expected.",
            "Look at the raw text: a source may be out of order for a while. A file: save the page as HTML, or the prices as CSV in UTF-8, and drop that."),
        Reason.EmptyUnexpected => new(
            "No rows", "There is nothing in it, though the calendar has sessions to show.",
            "Look at the raw text; if the source was out of order, pull again later."),
        Reason.ParseBudget => new(
            "Too complex", "Reading it took more time or more elements than a document may.",
            "A real history stays far below the limit: look at the raw text and drop a clean copy."),
        Reason.Network => new(
            "Network", "The source could not be reached, or the connection broke.",
            "It is pulled again every day by itself; check this server's network if it stays, or retry now."),
        Reason.ServerError => new(
            "Source out of order", "The source answered with an error of its own.",
            "It is pulled again every day by itself; retry now if you know that the source is back."),
        Reason.RateLimited => new(
            "Too many requests", "The source asks to be left alone for a while.",
            "A pull goes on by itself after a pause; raise Retrieval__MinDelaySeconds if it happens often. A saved file must be saved anew."),
        Reason.Forbidden => new(
            "Refused by the source", "The source does not want to answer us.",
            "The pause grows to a day at most; if it stays, drop files or use another source."),
        Reason.Redirect => new(
            "Sent elsewhere", "The source sent us to another host, or round in circles.",
            "Check the source's address (Sources__YahooPage__BaseUrl), then retry."),
        Reason.Robots => new(
            "Robots.txt", "The source's robots.txt does not allow this address.",
            "We keep to it: drop files or use another source."),
        Reason.ArchiveCorrupt => new(
            "Archive damaged", "The archived bytes are missing or have changed on disk.",
            "Check the disk, restore the file from a backup and retry, or pull the stock again."),
        Reason.Basis => new(
            "Another price basis", "Its prices are on a basis that the series cannot hold, or its rows are not daily.",
            "Drop the daily history as adjusted for splits only; nothing is guessed."),
        Reason.MassRewrite => new(
            "History rewritten", "Most of the history differs from what is stored, with no split that explains it; the old values are served.",
            "Compare it with the chart; if the source is right, accept the rewrite on the document's page; if it was wrong, do nothing, the next pull settles it."),
        Reason.CrashLoop => new(
            "Crashed repeatedly", "The process died or hung again and again while working on it.",
            "Look for memory or disk trouble in the log, then retry: the count starts anew."),
        Reason.NotInstalled => new(
            "Source not installed", "The settings of its source were taken away: nobody knows how to read the document.",
            "The bytes are safe: give the source its settings back (docs/sources.md), restart and retry."),
        Reason.Internal => new(
            "A fault of ours", "CreamPie itself failed while reading or loading it.",
            "The log says where; the bytes are safe, so retry after an update."),
        Reason.Outage => new(
            "Database or disk", "The database or the disk was away, full or far too slow when the document was worked on.",
            "It goes on by itself once they serve again. If that lasts, look at the log, the database and the disk; if it was given up, retry then."),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
