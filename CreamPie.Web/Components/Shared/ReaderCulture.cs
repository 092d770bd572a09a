using System.Globalization;
using CreamPie.Core.Accounts.Preferring;

namespace CreamPie.Web.Components.Shared;

/// <summary>
/// How the reader of a page wants dates and numbers. It is the current culture of their requests and circuits, so that it needs to be
/// passed to nobody; its formats are the invariant ones, so that text for programs is never affected.
/// </summary>
internal sealed class ReaderCulture(PreferenceValues preferences) : CultureInfo("", useUserOverride: false)
{
    /// <summary>Null for a reader without preferences, and outside of pages.</summary>
    public static ReaderCulture? Current => CurrentCulture as ReaderCulture;

    public PreferenceValues Preferences => preferences;

    /// <summary>Null to follow the default of each place.</summary>
    public string? DatePattern { get; } = preferences.DateFormat switch
    {
        "iso" => "yyyy'-'MM'-'dd",
        "dmy" => "dd'/'MM'/'yyyy",
        "mdy" => "MM'/'dd'/'yyyy",
        "dots" => "dd'.'MM'.'yyyy",
        _ => null,
    };

    public TimeZoneInfo Zone { get; } =
        preferences.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    public NumberFormatInfo Numbers { get; } = preferences.NumberFormat switch
    {
        "dot" => Separated(".", ","),
        "space" => Separated("\u202F", ","),
        "apostrophe" => Separated("\u2019", "."),
        _ => NumberFormatInfo.InvariantInfo,
    };

    private static NumberFormatInfo Separated(string group, string point) =>
        new() { NumberGroupSeparator = group, NumberDecimalSeparator = point };
}
