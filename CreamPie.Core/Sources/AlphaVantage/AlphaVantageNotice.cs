using System.Text;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Core.Sources.AlphaVantage;

/// <summary>
/// What Alpha Vantage answers with HTTP 200 instead of bars: limit reached, premium call, wrong key. It may repeat
/// the key, so none of its text is ever passed on.
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
            return new Refusal(Reason.Forbidden, "Alpha Vantage rejected the API key: check Sources__AlphaVantage__ApiKey.");
        if (!Has(text, "\"Note\"") && !Has(text, "\"Information\""))
            return null;
        if (Has(text, "premium endpoint") || Has(text, "premium feature"))
            return new Refusal(Reason.Forbidden, "Alpha Vantage offers this series, or its full length, with a premium plan only.");
        if (Has(text, "demo"))
            return new Refusal(Reason.Forbidden, "Alpha Vantage treats the API key as its demo key: check Sources__AlphaVantage__ApiKey.");
        return new Refusal(
            Reason.RateLimited,
            "The request limit of the Alpha Vantage API key is reached.",
            Has(text, "per day") && !Has(text, "per minute") && !Has(text, "per second") ? DailyLimit : null);
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
