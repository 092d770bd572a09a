using System.Globalization;

namespace CreamPie.Core.Retrieval;

/// <summary>RFC 9110, 10.2.3: seconds or a date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    /// <returns>At least <paramref name="least"/> and at most 24 h; null if the header is missing or means nothing.</returns>
    public static TimeSpan? Parse(string? header, DateTime now, TimeSpan least)
    {
        if (double.TryParse(header, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && !double.IsNaN(seconds))
            return Clamp(seconds, least);
        if (DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return Clamp((at.UtcDateTime - now).TotalSeconds, least);
        return null;
    }

    private static TimeSpan Clamp(double seconds, TimeSpan least) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, least.TotalSeconds, Most.TotalSeconds));
}
