using CreamPie.Core.Market;

namespace CreamPie.Core.Parsing;

/// <summary>Why a page without a history was refused: what it is instead.</summary>
internal static class PageKind
{
    /// <summary>Characters of a page in which every word counts; of a longer one only title and headings.</summary>
    public const int ShortPage = 20_000;

    public static ParseResult.Refused Refuse(PageScan page, string text)
    {
        var title = page.Words.Title ?? "";
        if (Instead(title, page.Words.Forms, text.Length <= ShortPage ? text : string.Join(' ', [title, .. page.Words.Headings])) is { } refusal)
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
            return new(Reason.Layout, "The page has neither a history table with the headers Date, Open, High, Low, Close, Volume nor a known payload.");
        return Has(title, "Yahoo")
            ? new(Reason.NotHistory, "This Yahoo page is not a price history: use the page under \"Historical Data\".")
            : new(Reason.Layout, "The page has no history table or payload in a known layout.");
    }

    /// <summary>What a host shows with status 200 in place of a page: a consent form, a check for robots, a few words.</summary>
    /// <param name="forms">The action and class of each form, or more of its tag.</param>
    /// <param name="words">The whole text of a short page, else what stands out.</param>
    public static ParseResult.Refused? Instead(string title, IReadOnlyList<string> forms, string words)
    {
        if (forms.Any(f => Has(f, "consent")) || Has(title, "family of brands"))
            return new(Reason.Consent, "This is Yahoo's consent page, not a history: open the history in a browser, answer the consent question, and save that page.");
        if (ServiceMessage(words) is { } message)
            return message;
        return IsChallenge(title, forms)
            ? new(Reason.Challenge, "This is a bot check, not a history; the source is paused for a while.")
            : null;
    }

    /// <summary>What a server says with status 200 in place of a page.</summary>
    public static ParseResult.Refused? ServiceMessage(string text)
    {
        if (Has(text, "Too Many Requests"))
            return new(Reason.RateLimited, "The source returned \"Too Many Requests\" instead of data; it is paused for a while.");
        return Has(text, "Will be right back")
            ? new(Reason.ServerError, "The source returned \"Will be right back\" instead of data.")
            : null;
    }

    private static bool IsChallenge(string title, IReadOnlyList<string> forms) =>
        forms.Any(f => Has(f, "captcha") || Has(f, "challenge"))
        || Has(title, "Just a moment") || Has(title, "Attention Required") || Has(title, "Access Denied")
        || Has(title, "are you a robot") || Has(title, "not a robot") || Has(title, "captcha");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
