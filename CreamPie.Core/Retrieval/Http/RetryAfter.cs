using System.Globalization;

namespace CreamPie.Core.Retrieval.Http;

/// <summary>Retry-After header (RFC 9110, 10.2.3): seconds or a date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    /// <returns>At least <paramref name="least"/> and at most 24 h; null if the header is missing or invalid.</returns>
    public static TimeSpan? Parse(string? header, DateTime now, TimeSpan least)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(header, Styles, CultureInfo.InvariantCulture, out var seconds) && !double.IsNaN(seconds))
            return Clamp(seconds, least);
        if (DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return Clamp((at.UtcDateTime - now).TotalSeconds, least);
        return null;
    }

    /// <summary>The host's own clock, which its date refers to; ours if they differ by more than a day.</summary>
    public static DateTime Now(DateTimeOffset? serverDate, DateTime ours) =>
        serverDate is { } date && (date.UtcDateTime - ours).Duration() <= Most ? date.UtcDateTime : ours;

    private static TimeSpan Clamp(double seconds, TimeSpan least) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, least.TotalSeconds, Most.TotalSeconds));
}
