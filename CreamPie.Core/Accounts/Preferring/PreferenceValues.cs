using CreamPie.Core.Storage.Tables.Accounts;

namespace CreamPie.Core.Accounts.Preferring;

/// <summary>How a person wants the pages, in the words of their addresses; null follows the default.</summary>
/// <param name="Theme">light or dark.</param>
/// <param name="Range">How far back a chart goes at first: 1m to 10y, ytd, all.</param>
/// <param name="Interval">The bars that a chart draws at first.</param>
/// <param name="Adjust">How prices are adjusted at first.</param>
/// <param name="TimeZone">IANA name; null for UTC.</param>
/// <param name="DateFormat">iso, dmy, mdy or dots.</param>
/// <param name="NumberFormat">comma, dot, space or apostrophe.</param>
public sealed record PreferenceValues(
    string? Theme = null, string? Range = null, string? Interval = null, string? Adjust = null, string? TimeZone = null,
    string? DateFormat = null, string? NumberFormat = null)
{
    /// <summary>Follows every default.</summary>
    public static readonly PreferenceValues Default = new();

    /// <summary>Words of <see cref="Theme"/>.</summary>
    public static readonly IReadOnlyList<string> Themes = ["light", "dark"];

    /// <summary>Words of <see cref="Range"/>.</summary>
    public static readonly IReadOnlyList<string> Ranges = ["1m", "3m", "6m", "ytd", "1y", "2y", "5y", "10y", "all"];

    /// <summary>Words of <see cref="Interval"/>.</summary>
    public static readonly IReadOnlyList<string> Intervals = ["1d", "1wk", "1mo", "3mo", "1y"];

    /// <summary>Words of <see cref="Adjust"/>.</summary>
    public static readonly IReadOnlyList<string> Adjustments = ["splits", "all", "none"];

    /// <summary>Words of <see cref="DateFormat"/>: 2026-11-27, 27/11/2026, 11/27/2026, 27.11.2026.</summary>
    public static readonly IReadOnlyList<string> DateFormats = ["iso", "dmy", "mdy", "dots"];

    /// <summary>Words of <see cref="NumberFormat"/>: 1,234.5, 1.234,5, 1 234,5, 1'234.5.</summary>
    public static readonly IReadOnlyList<string> NumberFormats = ["comma", "dot", "space", "apostrophe"];

    /// <summary>What is wrong with the first word that is not known, in one sentence; null if all are.</summary>
    public string? Problem() =>
        Unknown("theme", Theme, Themes) ?? Unknown("range", Range, Ranges) ?? Unknown("interval", Interval, Intervals)
        ?? Unknown("adjust", Adjust, Adjustments) ?? Unknown("dateFormat", DateFormat, DateFormats)
        ?? Unknown("numberFormat", NumberFormat, NumberFormats)
        ?? (TimeZone is { } zone && (zone.Length > 64 || !zone.All(char.IsAscii) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            ? "The time zone must be an IANA name, such as Europe/Zurich."
            : null);

    internal static PreferenceValues Of(UserPreferences? row) => row is null
        ? Default
        : new(row.Theme, row.Range, row.Interval, row.Adjust, row.TimeZone, row.DateFormat, row.NumberFormat);

    internal void WriteTo(UserPreferences row)
    {
        (row.Theme, row.Range, row.Interval, row.Adjust) = (Theme, Range, Interval, Adjust);
        (row.TimeZone, row.DateFormat, row.NumberFormat) = (TimeZone, DateFormat, NumberFormat);
    }

    private static string? Unknown(string key, string? word, IReadOnlyList<string> known) =>
        word is null || known.Contains(word) ? null : $"{key} must be one of {string.Join(", ", known)}.";
}
