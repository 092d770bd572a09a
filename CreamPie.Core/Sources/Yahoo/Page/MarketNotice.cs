using System.Globalization;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>
/// The line under a page's price: "At close: 4:00PM EST", since 2024 with the day ("At close: July 18 at 4:00 PM EDT"), or
/// "As of 1:15PM EST. Market open."
/// </summary>
internal static class MarketNotice
{
    private const string Closed = "At close:";
    private const string AsOf = "As of ";
    private const string Open = "Market open";

    /// <summary>Whether the session of the newest row was open; null if the page does not say, or speaks of another day.</summary>
    public static bool? IsOpen(ReadOnlySpan<char> text, DateOnly newest)
    {
        if (Find(text, AsOf, Open) is { Length: > 0 } open)
            return IsOf(open[AsOf.Length..].TrimStart(), newest) ? true : null;
        if (Find(text, Closed, Closed) is { Length: > 0 } closed)
            return IsOf(closed[Closed.Length..].TrimStart(), newest) ? false : null;
        return null;
    }

    /// <returns>The first text between two tags that begins and goes on so; empty if there is none.</returns>
    private static ReadOnlySpan<char> Find(ReadOnlySpan<char> text, string start, string within)
    {
        for (var at = text.IndexOf(start); at >= 0; at = text.IndexOf(start))
        {
            var before = text[..at].TrimEnd();
            text = text[at..];
            var end = text.IndexOf('<');
            var notice = end < 0 ? text : text[..end];
            if (before.Length > 0 && before[^1] == '>' && notice.Contains(within, StringComparison.OrdinalIgnoreCase))
                return notice;
            text = text[start.Length..];
        }
        return default;
    }

    private static bool IsOf(ReadOnlySpan<char> said, DateOnly newest)
    {
        var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(newest.Month);
        return char.IsAsciiDigit(said.IsEmpty ? '0' : said[0])
            || said.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{month} {newest.Day} "), StringComparison.Ordinal);
    }
}
