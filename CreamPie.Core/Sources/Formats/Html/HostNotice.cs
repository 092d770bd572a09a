using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>What hosts return instead of a document: a consent form, a bot check, a few words.</summary>
internal static class HostNotice
{
    /// <summary>Characters of a page in which every word counts; of a longer one only title and headings.</summary>
    public const int ShortPage = 20_000;

    /// <summary>Characters of a text without tags that may be a notice; a longer one is a document.</summary>
    public const int ShortText = 2_000;

    /// <summary>Words of gateways, and of sites that are being repaired.</summary>
    private static readonly string[] OutageWords =
    [
        "Service Unavailable", "temporarily unavailable", "Bad Gateway", "Gateway Time", "Backend fetch failed",
        "Internal Server Error", "be right back", "be back soon", "under maintenance", "scheduled maintenance",
    ];

    /// <summary>Recognizes the notice of a page by its prominent parts.</summary>
    /// <param name="title">Empty if it has none.</param>
    /// <param name="forms">The action and class of each form, or more of its tag.</param>
    /// <param name="words">The whole text of a short page, else what stands out.</param>
    /// <returns>Null if it is no known notice.</returns>
    public static ParseResult.Refused? OfPage(string title, IReadOnlyList<string> forms, string words)
    {
        if (forms.Any(f => Has(f, "consent")) || Has(title, "family of brands"))
        {
            return new(
                Reason.Consent,
                "This is Yahoo's consent page, not a history: open the history in a browser, answer the consent question, "
                + "and save that page.");
        }
        if (OfText(words) is { } message)
            return message;
        return IsChallenge(title, forms)
            ? new(Reason.Challenge, "This is a bot check, not a history; the source is paused for a while.")
            : null;
    }

    /// <returns>Null if it is no known notice.</returns>
    public static ParseResult.Refused? OfText(string text)
    {
        if (Has(text, "Too Many Requests"))
            return new(Reason.RateLimited, "The source returned \"Too Many Requests\" instead of data; it is paused for a while.");
        return Has(text, "Will be right back")
            ? new(Reason.ServerError, "The source returned \"Will be right back\" instead of data.")
            : null;
    }

    /// <summary>Recognizes the outage that came with a status like 404. With status 200 the words could be those of a document.</summary>
    /// <param name="words">The whole text of a very short page, else what stands out.</param>
    /// <returns>Null if it tells of none.</returns>
    public static ParseResult.Refused? OfErrorPage(string words) =>
        OutageWords.FirstOrDefault(w => Has(words, w)) is { } said
            ? new(Reason.ServerError, $"The source returned an error page (\"{said}\") instead of data.")
            : null;

    private static bool IsChallenge(string title, IReadOnlyList<string> forms) =>
        forms.Any(f => Has(f, "captcha") || Has(f, "challenge"))
        || Has(title, "Just a moment") || Has(title, "Attention Required") || Has(title, "Access Denied")
        || Has(title, "are you a robot") || Has(title, "not a robot") || Has(title, "captcha");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
