using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>Why a page without a history was refused: what it is instead.</summary>
internal static class PageKind
{
    public static ParseResult.Refused Refuse(PageScan page, string text)
    {
        var title = page.Words.Title ?? "";
        if (HostNotice.OfPage(title, page.Words.Forms, text.Length <= HostNotice.ShortPage ? text : string.Join(' ', [title, .. page.Words.Headings])) is { } refusal)
            return refusal;

        var canonical = page.Words.Canonical ?? "";
        if (Has(canonical, "/lookup") || Has(title, "Symbol Lookup"))
            return new(Reason.SymbolUnknown, "This is the symbol look-up page: the source does not know the symbol that was asked for.");
        var isHistory = Has(canonical, "/history");
        if (Has(canonical, "/quote/") && !isHistory)
            return new(Reason.NotHistory, "This is a quote page, not the price history: take the page under \"Historical Data\".");
        if (!page.IsWhole)
            return new(Reason.Truncated, "The page ends before its history begins: a whole page is needed.");
        if (isHistory || Has(title, "Historical"))
            return new(Reason.Layout, "The page has neither a history table with the headers Date, Open, High, Low, Close, Volume nor a known payload.");
        return Has(title, "Yahoo")
            ? new(Reason.NotHistory, "This page of Yahoo is no price history: take the page under \"Historical Data\".")
            : new(Reason.Layout, "No history table or payload of a known layout was found in this page.");
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
