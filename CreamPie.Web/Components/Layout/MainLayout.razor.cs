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

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    /// <summary>"light", "dark", or null: as the system has it.</summary>
    [CascadingParameter(Name = nameof(Routes.Theme))] private string? Chosen { get; set; }

    /// <summary>Nothing is drawn before the colours are known: no flash of white in a dark room.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _isDark = Chosen is null ? await _themes!.GetSystemDarkModeAsync() : Chosen == "dark";
        _isReady = true;
        if (Chosen is null)
            await _themes!.WatchSystemDarkModeAsync(SystemChangedAsync);
        StateHasChanged();
    }

    protected override void OnParametersSet() => _menuIsOpen = false;

    private Task SystemChangedAsync(bool isDark)
    {
        if (Chosen is null)
            _isDark = isDark;
        return InvokeAsync(StateHasChanged);
    }

    private async Task ChangeThemeAsync()
    {
        _isDark = !_isDark;
        Chosen = _isDark ? "dark" : "light";
        await Browser.InvokeVoidAsync("creampie.setTheme", Chosen);
    }
}
