using CreamPie.Core.Monitoring.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CreamPie.Web.Components.Layout;

public partial class MainLayout
{
    private MudThemeProvider? _themes;
    private bool _isDark;
    private bool _isReady;
    private bool _menuIsOpen;

    /// <summary>The choice made here overrides the one the page was opened with.</summary>
    private string? _chosen;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    /// <summary>The one that has this circuit; the page's other requests may have gone to others.</summary>
    [Inject] private ThisNode Node { get; set; } = null!;

    /// <summary>"light", "dark", or null to follow the system.</summary>
    [CascadingParameter(Name = nameof(Routes.Theme))] private string? ChosenBefore { get; set; }

    /// <summary>Draws nothing before the colours are known: no flash of white in a dark room.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _chosen ??= ChosenBefore;
        _isDark = _chosen is null ? await _themes!.GetSystemDarkModeAsync() : _chosen == "dark";
        _isReady = true;
        if (_chosen is null)
            await _themes!.WatchSystemDarkModeAsync(SystemChangedAsync);
        StateHasChanged();
    }

    protected override void OnParametersSet() => _menuIsOpen = false;

    private Task SystemChangedAsync(bool isDark)
    {
        if (_chosen is null)
            _isDark = isDark;
        return InvokeAsync(StateHasChanged);
    }

    private async Task ChangeThemeAsync()
    {
        _isDark = !_isDark;
        _chosen = _isDark ? "dark" : "light";
        await Browser.InvokeVoidAsync("creampie.setTheme", _chosen);
    }
}
