using CreamPie.Core.Accounts.Preferring;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Charts;

/// <summary>What the reader prefers where the address says nothing of range, interval and adjustment.</summary>
internal static class PreferredView
{
    private static readonly string[] Keys = ["range", "from", "to", "interval", "adjust"];

    public static bool Exists => ReaderCulture.Current?.Preferences is { } p && (p.Range ?? p.Interval ?? p.Adjust) is not null;

    /// <summary>
    /// The view of an address that is silent, as the reader prefers it; null if it speaks, or the reader follows the defaults.
    /// </summary>
    public static ChartView? Of(Func<string, string?> address) =>
        Exists && Keys.All(key => address(key) is null)
            ? ChartView.Parse(key => WordOf(ReaderCulture.Current!.Preferences, key) ?? address(key))
            : null;

    private static string? WordOf(PreferenceValues preferences, string key) => key switch
    {
        "range" => preferences.Range,
        "interval" => preferences.Interval,
        "adjust" => preferences.Adjust,
        _ => null,
    };
}
