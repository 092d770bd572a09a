using System.Text;
using System.Text.RegularExpressions;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.Formats.Html;

/// <summary>
/// Recognizes consent forms, bot checks and error pages that come with status 200, by title, forms and size: no
/// tokenizer walks over 3 MB for it. Whatever has any trace of a history is a page, and left to the parser. Also reads the
/// words that come with an error status, because some hosts send their outages with 404.
/// </summary>
internal static partial class PageRefusal
{
    private const int Head = 64 << 10;
    private const int TinyPage = 2_048;

    public static Refusal? Of(SourceResponse response)
    {
        var body = response.Body.Span;
        var start = Encoding.UTF8.GetString(body[..Math.Min(body.Length, Head)]);
        if (Words(response, start) is { } refusal)
            return response.MayBeDocument && IsMarkup(start) && HasHistory(body) ? null : refusal;
        if (!response.MayBeDocument || !IsMarkup(start))
            return null;
        if (body.Length < TinyPage && !start.Contains("canonical", StringComparison.OrdinalIgnoreCase) && !HasHistory(body))
        {
            return new Refusal(
                Reason.ServerError,
                $"The page has only {body.Length} bytes: too small for a price history, so probably an error page.");
        }
        return IsWhole(body) ? null : new Refusal(Reason.Truncated, "The page is truncated (no </html>); a retry may return all of it.");
    }

    private static Refusal? Words(SourceResponse response, string start)
    {
        var length = response.Body.Length;
        if (!IsMarkup(start))
        {
            return length > HostNotice.ShortText ? null
                : Refused(HostNotice.OfText(start) ?? (response.MayBeDocument ? null : HostNotice.OfErrorPage(start)));
        }
        return Refused(
            Notice(start, isShort: length <= HostNotice.ShortPage)
            ?? (response.MayBeDocument ? null : HostNotice.OfErrorPage(length <= HostNotice.ShortText ? start : Prominent(start))));
    }

    /// <summary>The refusal in a page that came instead of the requested JSON or CSV; null if it is no known notice.</summary>
    public static ParseResult.Refused? Notice(string page) =>
        Notice(page.Length <= Head ? page : page[..Head], isShort: page.Length <= HostNotice.ShortPage);

    private static ParseResult.Refused? Notice(string start, bool isShort)
    {
        var title = TitlePattern().Match(start).Groups["text"].Value;
        List<string> forms = [.. FormPattern().Matches(start).Select(m => m.Value)];
        return HostNotice.OfPage(title, forms, isShort ? start : Prominent(start));
    }

    /// <summary>Title, headings, and the text for browsers without scripts.</summary>
    internal static string StandingOut(string page) =>
        string.Join(' ', [Prominent(page), .. NoScriptPattern().Matches(page).Select(m => m.Value)]);

    private static string Prominent(string page) =>
        string.Join(' ', [TitlePattern().Match(page).Groups["text"].Value, .. HeadingPattern().Matches(page).Select(m => m.Value)]);

    private static bool IsMarkup(string start) => start.AsSpan().TrimStart().TrimStart('\uFEFF').TrimStart() is ['<', ..];

    private static Refusal? Refused(ParseResult.Refused? why) => why is null ? null : new Refusal(why.Reason, why.Error);

    private static bool HasHistory(ReadOnlySpan<byte> page) =>
        page.IndexOf("<th"u8) >= 0 || page.IndexOf("data-sveltekit-fetched"u8) >= 0 || page.IndexOf("HistoricalPriceStore"u8) >= 0;

    private static bool IsWhole(ReadOnlySpan<byte> page) => page.LastIndexOf("</html"u8) >= 0 || page.LastIndexOf("</HTML"u8) >= 0;

    [GeneratedRegex("<title[^<>]*>(?<text>[^<]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TitlePattern();

    [GeneratedRegex("<form[ >][^>]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<h1[^<>]*>[^<]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"<noscript>[\s\S]{0,500}?</noscript", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoScriptPattern();
}
