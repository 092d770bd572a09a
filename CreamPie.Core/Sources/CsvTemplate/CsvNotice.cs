using System.Text;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Formats.Html;

namespace CreamPie.Core.Sources.CsvTemplate;

/// <summary>What hosts of CSV files answer with HTTP 200 instead: Stooq's daily limit, and its page that requires a script.</summary>
internal static class CsvNotice
{
    private const int Head = 64 << 10;
    private static readonly TimeSpan DailyLimit = TimeSpan.FromHours(6);

    /// <summary>In English and Polish.</summary>
    private static readonly string[] LimitTexts = ["daily hits limit", "dzienny limit"];

    /// <summary>Whole phrases: any page has a robots tag, or a word for browsers without scripts.</summary>
    private static readonly string[] ChallengeTexts =
    [
        "verify your browser", "verifying your browser", "checking your browser", "verify you are", "verify that you are",
        "not a robot", "proof of work",
    ];

    public static Refusal? Of(SourceResponse response)
    {
        var body = response.Body.Span;
        if (body.Length <= HostNotice.ShortText && Has(Encoding.UTF8.GetString(body), LimitTexts))
            return new Refusal(Reason.RateLimited, "The daily request limit of the source is reached.", DailyLimit);
        var start = Encoding.UTF8.GetString(body[..Math.Min(body.Length, Head)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith('<') && start.Contains("<script", StringComparison.OrdinalIgnoreCase)
            && Has(PageRefusal.StandingOut(start), ChallengeTexts))
            return new Refusal(Reason.Challenge, "The source returned a bot check that needs a script; CreamPie does not answer it.");
        return PageRefusal.Of(response);
    }

    /// <summary>Refuses a truncated CSV; a truncated page lacks its end tag.</summary>
    public static Refusal? Cut(SourceResponse response, bool endsWithNewLine) =>
        endsWithNewLine && response.MayBeDocument && response.Body.Length > HostNotice.ShortText
            && response.Body.Span.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'<', ..]
            && response.Body.Span[^1] is not ((byte)'\n' or (byte)'\r')
            ? new Refusal(Reason.Truncated, "The last line is incomplete: the file is truncated; a retry may return all of it.")
            : null;

    private static bool Has(string text, string[] parts) => parts.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase));
}
