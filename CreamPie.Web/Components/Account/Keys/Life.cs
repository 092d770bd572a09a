using System.Globalization;
using CreamPie.Core.Accounts.Keys;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Account.Keys;

/// <summary>How long a key or a feed lasts, as its owner chooses.</summary>
internal static class Life
{
    public const string Never = "never";

    public static readonly IReadOnlyList<(string Word, string Label)> OfKeys =
        [("30", "After 30 days"), ("365", "After a year"), (Never, "Never")];

    public static readonly IReadOnlyList<(string Word, string Label)> OfFeeds =
        [("30", "After 30 days"), ("90", "After 90 days"), ("365", "After a year")];

    /// <param name="end">UTC; null for never.</param>
    public static string Told(DateTime? end, DateTime now) => end is not { } at ? "never expires"
        : at > now ? $"expires on {DisplayText.Date(DisplayText.DayOf(at))}"
        : $"expired on {DisplayText.Date(DisplayText.DayOf(at))} and goes from this list on "
            + DisplayText.Date(DisplayText.DayOf(at.AddDays(KeyCleanup.DaysKept)));

    /// <summary>UTC; null for never. What is no choice of ours counts as none.</summary>
    public static DateTime? EndOf(string? word, string fallback, DateTime now) =>
        int.TryParse(string.IsNullOrEmpty(word) ? fallback : word, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is > 0 and <= 3_650
            ? now.AddDays(days)
            : null;
}
