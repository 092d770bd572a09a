using CreamPie.Core.Accounts.Preferring;
using CreamPie.Web.Accounts;
using CreamPie.Web.Components.Layout;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Account.Own;

/// <summary>How a person wants the pages.</summary>
public sealed partial class PreferencesPage
{
    private static readonly (string Word, string Label)[] Ranges =
    [
        ("1m", "1M"), ("3m", "3M"), ("6m", "6M"), ("ytd", "YTD"), ("2y", "2Y"), ("5y", "5Y"), ("10y", "10Y"), ("all", "All"),
    ];

    private static readonly (string Word, string Label)[] Intervals =
        [("1d", "Daily"), ("1wk", "Weekly"), ("1mo", "Monthly"), ("3mo", "Quarterly"), ("1y", "Yearly")];

    private static readonly (string Word, string Label)[] Adjustments = [("all", "Total return"), ("none", "As traded")];

    private static readonly (string Word, string Label)[] Themes = [("light", "Light"), ("dark", "Dark")];

    private static readonly (string Word, string Label)[] DateFormats =
        [("iso", "2026-11-27"), ("dmy", "27/11/2026"), ("mdy", "11/27/2026"), ("dots", "27.11.2026")];

    private static readonly (string Word, string Label)[] NumberFormats =
        [("dot", "1.234,5"), ("space", "1 234,5"), ("apostrophe", "1’234.5")];

    /// <summary>The zones of regions: what else the system knows are older names of the same.</summary>
    private static readonly IReadOnlyList<string> Zones =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
            .Where(id => id.Split('/')[0] is "Africa" or "America" or "Asia" or "Atlantic" or "Australia" or "Europe" or "Indian"
                or "Pacific")
            .Order(StringComparer.Ordinal),
    ];

    private PreferenceValues _values = PreferenceValues.Default;
    private string? _problem;

    [Inject] private OwnPreferences Preferences { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm] public Form? Input { get; set; }

    [SupplyParameterFromQuery] public string? Saved { get; set; }

    [CascadingParameter] public required HttpContext Context { get; set; }

    protected override async Task OnInitializedAsync() =>
        _values = Input?.Values ?? await Preferences.FindAsync(CallerOfRequest.Of(Context), Context.RequestAborted);

    private async Task SaveAsync()
    {
        _problem = await Preferences.SaveAsync(CallerOfRequest.Of(Context), _values, Context.RequestAborted);
        if (_problem is not null)
            return;
        Context.KeepTheme(_values.Theme);
        Navigation.NavigateTo("account/preferences?saved=true");
    }

    public sealed class Form
    {
        public string? Range { get; set; }
        public string? Interval { get; set; }
        public string? Adjust { get; set; }
        public string? Theme { get; set; }
        public string? TimeZone { get; set; }
        public string? DateFormat { get; set; }
        public string? NumberFormat { get; set; }

        internal PreferenceValues Values =>
            new(Word(Theme), Word(Range), Word(Interval), Word(Adjust), Word(TimeZone), Word(DateFormat), Word(NumberFormat));

        private static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
