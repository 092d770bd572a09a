using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;

namespace CreamPie.Core.Sources.Yahoo.Page;

/// <summary>Why a page without a history is refused: what it is instead.</summary>
internal static class NoHistoryPage
{
    public static ParseResult.Refused Refuse(PageScan page, string text)
    {
        var title = page.Words.Title ?? "";
        var standingOut = text.Length <= HostNotice.ShortPage ? text : string.Join(' ', [title, .. page.Words.Headings]);
        if (HostNotice.OfPage(title, page.Words.Forms, standingOut) is { } refusal)
            return refusal;

        var canonical = page.Words.Canonical ?? "";
        if (Has(canonical, "/lookup") || Has(title, "Symbol Lookup"))
            return new(Reason.SymbolUnknown, "This is the symbol lookup page: the source does not know the requested symbol.");
        var isHistory = Has(canonical, "/history");
        if (Has(canonical, "/quote/") && !isHistory)
            return new(Reason.NotHistory, "This is a quote page, not the price history: use the page under \"Historical Data\".");
        if (!page.IsWhole)
            return new(Reason.Truncated, "The page is truncated before the history; the complete page is required.");
        if (isHistory || Has(title, "Historical"))
        {
            return new(
                Reason.Layout,
                "The page has neither a history table with the headers Date, Open, High, Low, Close, Volume nor a known payload.");
        }
        return Has(title, "Yahoo")
            ? new(Reason.NotHistory, "This Yahoo page is not a price history: use the page under \"Historical Data\".")
            : new(Reason.Layout, "The page has no history table or payload in a known layout.");
    }

    /// <summary>A whole view of dividends, splits or capital gains: no prices, but what it lists can be looked at.</summary>
    /// <param name="what">What it lists, in the plural.</param>
    /// <param name="actions">In the order of the page.</param>
    /// <param name="unread">Rows that were not understood.</param>
    public static ParseResult.Refused EventsOnly(string what, IReadOnlyList<CorporateAction> actions, int unread)
    {
        var days = actions.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", from {actions.Min(a => a.ExDate):yyyy-MM-dd} to {actions.Max(a => a.ExDate):yyyy-MM-dd}");
        var others = unread == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {unread} more rows could not be parsed");
        return new(
            Reason.NotHistory,
            string.Create(CultureInfo.InvariantCulture, $"This page lists {actions.Count} {what}{days}{others}, but no prices: ")
            + "save \"Historical Prices\" instead of this view; that page lists them too.")
        {
            Actions = actions,
        };
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
