using System.Text.RegularExpressions;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources.DropFolder;

/// <summary>
/// Finds the symbol among the parts of a file's name, which underscores separate. Every part must be explained: the symbol, or
/// a note about the file.
/// </summary>
internal static partial class NameParts
{
    /// <summary>Of a ticker in lower case without an exchange: longer words are words.</summary>
    private const int LongestTicker = 5;

    /// <summary>Longer numbers are time stamps.</summary>
    private const int LongestNumber = 6;

    /// <summary>What stands behind a hyphen in the name of a file, and in no symbol.</summary>
    private static readonly HashSet<string> Ranges =
        new(StringComparer.OrdinalIgnoreCase) { "full", "max", "min", "split", "traded", "1y", "5y", "10y", "daily", "d" };

    private static readonly string[] Endings = [".csv", ".htm", ".json", ".txt"];

    /// <summary>What exporters call any history: Nasdaq's HistoricalData_1699, Alpha Vantage's daily_IBM, Yahoo's old table.csv.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "HistoricalData", "HistoricalPrices", "HistoricalQuotes", "Historical", "History", "Price", "Prices", "Quote", "Quotes", "Table",
        "Data", "Download", "Export", "Daily", "Adjusted", "Chart", "Stock", "Stocks", "OHLC", "OHLCV",
    };

    /// <summary>Further notes about a file, which may be tickers too (ALL), so not at its start.</summary>
    private static readonly HashSet<string> Notes = new(StringComparer.OrdinalIgnoreCase)
    {
        "svelte", "svelte-fragment", "react-ssr", "splits", "none", "all", "1d", "eod",
    };

    /// <summary>Null if the parts do not say one symbol.</summary>
    public static Symbol? SymbolOf(IReadOnlyList<string> parts)
    {
        // Stooq's own names, of which only those of New York are ours too: aapl_us_d.
        if (parts is [var stooq, "us", "d" or "w" or "m"])
            return AsWritten(stooq);
        var first = 0;
        while (first < parts.Count && (IsWord(parts[first]) || IsTimeStamp(parts[first])))
            first++;
        if (first == parts.Count || (first > 0 && !parts[first].Any(char.IsLetter)))
            return null;
        var end = EndOfSymbol(parts, first);
        var text = YearsPattern().Replace(string.Join('_', parts.Skip(first).Take(end - first)), "");
        var isUpper = !text.Any(char.IsLower);
        return parts.Skip(end).All(p => IsNote(p, isUpper)) ? AsWritten(text) : null;
    }

    /// <summary>A text that exchanges and pages would write so, in upper case; null for any other.</summary>
    public static Symbol? AsListed(string text) =>
        text.Any(char.IsLetter) && !text.Any(char.IsLower) && Symbol.TryParse(text, out var symbol) ? symbol : null;

    // Symbols with underscores of their own end with an exchange: NIFTY_FIN_SERVICE.NS.
    private static int EndOfSymbol(IReadOnlyList<string> parts, int first)
    {
        var isUpper = !parts[first].Any(char.IsLower);
        for (var i = first; i < parts.Count; i++)
        {
            var dot = parts[i].LastIndexOf('.');
            if (isUpper == parts[i].Any(char.IsLower) && parts[i].Any(char.IsLetter))
                break;
            if (dot > 0 && dot < parts[i].Length - 1 && parts[i].AsSpan(dot + 1).IndexOfAnyExceptInRange('A', 'z') < 0)
                return i + 1;
        }
        return first + 1;
    }

    /// <summary>In upper case, or a short text in lower case; a title (Table, HistoricalData) is none.</summary>
    private static Symbol? AsWritten(string text)
    {
        // Stooq's and EODHD's suffix, which Yahoo does not write.
        if (text.EndsWith(".US", StringComparison.OrdinalIgnoreCase))
            text = text[..^3];
        var isWord = text.Any(char.IsLower) && (text.Any(char.IsUpper) || !IsTicker(text));
        return isWord || DayPattern().IsMatch(text) || IsRangeOrPhrase(text) || HasEnding(text)
            || !Symbol.TryParse(text, out var symbol) ? null : symbol;
    }

    // "AAPL.csv.enc": behind an ending that is unknown stands one that is known.
    private static bool HasEnding(string text) =>
        Array.Exists(Endings, ending => text.Contains(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsTicker(string text)
    {
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        return text.AsSpan().ContainsAny('.', '^', '=')
            || (hyphen < 0 ? text.Length <= LongestTicker : text.Length - hyphen - 1 < LongestTicker);
    }

    // "ORCL-1995", "EWG-1D-NO-BAD-DIVS": no exchange has symbols with two hyphens, or a number after one.
    private static bool IsRangeOrPhrase(string text)
    {
        var hyphen = text.LastIndexOf('-');
        var last = text[(hyphen + 1)..];
        return hyphen >= 0
            && (Words.Contains(last) || Notes.Contains(last) || Ranges.Contains(last)
                || text.IndexOf('-', StringComparison.Ordinal) != hyphen || !text.AsSpan(hyphen).ContainsAnyInRange('A', 'z'));
    }

    private static bool IsNote(string part, bool besideUpper) =>
        IsWord(part) || Notes.Contains(part) || !part.Any(char.IsLetter) || EditionPattern().IsMatch(part)
        || (besideUpper && part.Any(char.IsLower));

    private static bool IsWord(string part) =>
        Words.Contains(part) && (part.Length > LongestTicker || part.Any(char.IsLower));

    private static bool IsTimeStamp(string part) => part.Length > LongestNumber && part.All(char.IsAsciiDigit);

    /// <summary>AAPL20250616</summary>
    [GeneratedRegex(@"[A-Z](19|20)\d{6}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayPattern();

    /// <summary>The years that a file covers: orcl-1995-2014.</summary>
    [GeneratedRegex(@"-(19|20)\d\d-(19|20)\d\d$", RegexOptions.CultureInvariant)]
    private static partial Regex YearsPattern();

    /// <summary>Of a file: v2.</summary>
    [GeneratedRegex(@"^v\d{1,3}$", RegexOptions.CultureInvariant)]
    private static partial Regex EditionPattern();
}
