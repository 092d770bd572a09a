using System.Globalization;
using CreamPie.Core.Analysis;

namespace CreamPie.Web.Feeds.Yahoo;

/// <summary>Which bars a chart has.</summary>
/// <param name="From">First day; null for the oldest.</param>
/// <param name="Last">Only so many newest bars; null for all of the days.</param>
/// <param name="After">UTC seconds that no bar may begin before; null without.</param>
/// <param name="Before">UTC seconds that every bar begins before; null without.</param>
/// <param name="Interval">Of the bars.</param>
/// <param name="Word">The range as it was asked for; empty for one of instants.</param>
internal sealed record ChartRange(
    DateOnly? From, int? Last, long? After, long? Before, Interval Interval, string Word)
{
    public static readonly IReadOnlyList<string> Words = ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"];

    /// <summary>Null if it is none. Instants win over a range, which is a month if nothing is said.</summary>
    /// <param name="today">In the exchange's zone.</param>
    public static ChartRange? Read(string? period1, string? period2, string? range, string? interval, DateOnly today)
    {
        // A bar of five days is one of a week, and says so.
        var word = string.IsNullOrEmpty(interval) ? "1d" : interval == "5d" ? "1wk" : interval;
        if (!Intervals.TryParse(word, out var bars) || !IsSeconds(period1, out var after) || !IsSeconds(period2, out var before))
            return null;
        if (after is not null || before is not null)
            return after >= before ? null : new(null, null, after, before, bars, "");
        range = string.IsNullOrEmpty(range) ? "1mo" : range;
        if (!Words.Contains(range))
            return null;
        var (from, last) = range switch
        {
            "1d" => ((DateOnly?)null, (int?)1),
            "5d" => (null, 5),
            "1mo" => (today.AddMonths(-1), null),
            "3mo" => (today.AddMonths(-3), null),
            "6mo" => (today.AddMonths(-6), null),
            "ytd" => (new DateOnly(today.Year, 1, 1), null),
            "max" => (null, null),
            _ => (today.AddYears(-int.Parse(range[..^1], CultureInfo.InvariantCulture)), null),
        };
        return new(from, last, null, null, bars, range);
    }

    private static bool IsSeconds(string? text, out long? seconds)
    {
        seconds = null;
        if (string.IsNullOrEmpty(text))
            return true;
        // Programs ask for negative seconds to have all, and write fractions.
        var isRead = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && Math.Abs(read) < 1e12;
        seconds = isRead ? (long)Math.Floor(read) : null;
        return isRead;
    }
}
