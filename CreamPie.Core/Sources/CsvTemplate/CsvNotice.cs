using System.Text;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources;

/// <summary>What hosts of CSV files say with HTTP 200 in place of one: Stooq's daily limit, and its page that wants a script to be run.</summary>
internal static class CsvNotice
{
    private const int LongestNotice = 2_000;
    private const int Head = 64 << 10;
    private static readonly TimeSpan DailyLimit = TimeSpan.FromHours(6);

    /// <summary>In English and Polish.</summary>
    private static readonly string[] LimitTexts = ["daily hits limit", "dzienny limit"];

    private static readonly string[] ChallengeTexts = ["enable javascript", "requires javascript", "verify", "verification", "challenge", "captcha", "proof of work", "robot"];

    public static Refusal? Of(SourceAnswer answer)
    {
        var body = answer.Body.Span;
        if (body.Length <= LongestNotice && Has(Encoding.UTF8.GetString(body), LimitTexts))
            return new Refusal(Reason.RateLimited, "The source says that the day's limit of requests is reached.", DailyLimit);
        var start = Encoding.UTF8.GetString(body[..Math.Min(body.Length, Head)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith('<') && start.Contains("<script", StringComparison.OrdinalIgnoreCase) && Has(start, ChallengeTexts))
            return new Refusal(Reason.Challenge, "The source wants a script to be run before it gives a file: that is a check for robots, and is not answered.");
        return PageRefusal.Of(answer);
    }

    public static Refusal? Cut(SourceAnswer answer, bool endsWithNewLine) =>
        endsWithNewLine && answer.Body.Length > LongestNotice && answer.Body.Span[^1] is not ((byte)'\n' or (byte)'\r')
            ? new Refusal(Reason.Truncated, "The last line is not ended: the file came cut, and may come whole the next time.")
            : null;

    private static bool Has(string text, string[] parts) => parts.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase));
}
