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

    /// <summary>What a host shows with status 200 in place of a page: a consent form, a check for robots, a few words.</summary>
    /// <param name="forms">The action and class of each form, or more of its tag.</param>
    /// <param name="words">The whole text of a short page, else what stands out.</param>
    public static ParseResult.Refused? Instead(string title, IReadOnlyList<string> forms, string words)
    {
        if (forms.Any(f => Has(f, "consent")) || Has(title, "family of brands"))
            return new(Reason.Consent, "This is Yahoo's consent page, not a history: open the history in a browser, choose, and save that page.");
        if (ServiceMessage(words) is { } message)
            return message;
        return IsChallenge(title, forms)
            ? new(Reason.Challenge, "This is a check for robots, not a history: it is not answered; the source is left alone for a while.")
            : null;
    }

    /// <summary>What a server says with status 200 in place of a page.</summary>
    public static ParseResult.Refused? ServiceMessage(string text)
    {
        if (Has(text, "Too Many Requests"))
            return new(Reason.RateLimited, "The source said \"Too Many Requests\" instead of answering: it is left alone for a while.");
        return Has(text, "Will be right back")
            ? new(Reason.ServerError, "The source said \"Will be right back\" instead of answering.")
            : null;
    }

    private static bool IsChallenge(string title, IReadOnlyList<string> forms) =>
        forms.Any(f => Has(f, "captcha") || Has(f, "challenge"))
        || Has(title, "Just a moment") || Has(title, "Attention Required") || Has(title, "Access Denied")
        || Has(title, "are you a robot") || Has(title, "not a robot") || Has(title, "captcha");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
