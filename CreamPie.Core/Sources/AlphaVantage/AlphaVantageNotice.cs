using System.Text;
using CreamPie.Core.Market;

namespace CreamPie.Core.Sources;

/// <summary>
/// What Alpha Vantage says with HTTP 200 in place of bars: that its limit is reached, that the call is for paying
/// customers, that the key is wrong. It may repeat the key, so nothing of its text is ever passed on.
/// </summary>
internal static class AlphaVantageNotice
{
    private const int LongestNotice = 4_000;
    private static readonly TimeSpan DailyLimit = TimeSpan.FromHours(6);

    public static Refusal? Of(ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestNotice)
            return null;
        var text = Encoding.UTF8.GetString(body);
        if (Has(text, "\"Error Message\"") && Has(text, "apikey"))
            return new Refusal(Reason.Forbidden, "Alpha Vantage does not accept the key: look at Sources__AlphaVantage__ApiKey.");
        if (!Has(text, "\"Note\"") && !Has(text, "\"Information\""))
            return null;
        if (Has(text, "premium endpoint") || Has(text, "premium feature"))
            return new Refusal(Reason.Forbidden, "Alpha Vantage gives this series, or its whole length, to paying customers only.");
        if (Has(text, "demo"))
            return new Refusal(Reason.Forbidden, "Alpha Vantage takes the key for its demonstration key: look at Sources__AlphaVantage__ApiKey.");
        return new Refusal(
            Reason.RateLimited,
            "Alpha Vantage says that the key's limit of requests is reached.",
            Has(text, "per day") && !Has(text, "per minute") && !Has(text, "per second") ? DailyLimit : null);
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
