using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Components.Stocks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Layout.Finding;

/// <summary>The server finds, once the typing rests; the browser opens the dialog and keeps the symbols that were opened last.</summary>
public sealed partial class FindStock : IAsyncDisposable
{
    /// <summary>Symbols that the browser keeps.</summary>
    public const int MostRecent = 8;

    /// <summary>How long the typing rests before the server is asked.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);

    private const string ListId = "found-stocks";
    private const string StockPath = "stocks/";

    private ElementReference _button;
    private ElementReference _dialog;
    private ElementReference _input;
    private ElementReference _list;
    private IJSObjectReference? _module;
    private DotNetObjectReference<FindStock>? _this;
    private IReadOnlyList<string> _recent = [];
    private IReadOnlyList<SymbolItem> _found = [];
    private string? _text;
    private string? _error;
    private int _active;
    private int _typed;

    /// <summary>The text that was looked for last; null before the first answer.</summary>
    private string? _foundFor;

    [Inject] private FindQuery Query { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private string Wanted => _text?.Trim() ?? "";

    private bool IsEmpty => _found.Count == 0 && _foundFor is { Length: > 0 };

    private Symbol? Missing => IsEmpty && Symbol.TryParse(_foundFor, out var symbol) ? symbol : null;

    private string Heading => _foundFor is { Length: > 0 } ? "Stocks" : _recent.Count > 0 ? "Opened recently" : "Stocks";

    /// <summary>The dialog was opened.</summary>
    /// <param name="recent">The symbols that this browser opened last, latest first.</param>
    [JSInvokable]
    public Task OpenedAsync(string[] recent)
    {
        _recent = [.. recent.Take(MostRecent).Where(s => Symbol.TryParse(s, out _))];
        return FindAsync();
    }

    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./" + Assets["Components/Layout/Finding/FindStock.razor.js"]);
        _this = DotNetObjectReference.Create(this);
        await _module.InvokeVoidAsync("attach", _button, _dialog, _input, _this);
        await RememberAsync();
    }

    private async Task TypedAsync()
    {
        var typed = ++_typed;
        try
        {
            await Task.Delay(Pause, Time, Gone);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (typed == _typed)
            await FindAsync();
    }

    private async Task FindAsync()
    {
        var (typed, wanted) = (++_typed, Wanted);
        try
        {
            var found = await Query.FindAsync(await CallerAsync(), wanted, _recent, Gone);
            // An answer to what was typed before is not shown after it.
            if (typed != _typed)
                return;
            (_found, _foundFor, _active, _error) = (found, wanted, 0, null);
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            _error = Explain(fault);
        }
        StateHasChanged();
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Enter" && !key.IsComposing)
            await EnterAsync();
        else if (key.Key is "ArrowDown" or "ArrowUp" && _found.Count > 0)
        {
            _active = (_active + (key.Key == "ArrowDown" ? 1 : _found.Count - 1)) % _found.Count;
            StateHasChanged();
            if (_module is not null)
                await _module.InvokeVoidAsync("reveal", _list);
        }
    }

    /// <summary>Enter may be faster than the answer to what was typed.</summary>
    private async Task EnterAsync()
    {
        if (_foundFor != Wanted)
            await FindAsync();
        if (_active < _found.Count)
            await OpenAsync(_found[_active]);
        else if (Missing is { } symbol)
            await GoAsync(StockLinks.Track(symbol.Value));
    }

    private Task OpenAsync(SymbolItem stock) => GoAsync(StockLinks.Chart(stock.Symbol));

    private async Task GoAsync(string address)
    {
        await CloseAsync();
        Navigation.NavigateTo(address);
    }

    private async Task CloseAsync()
    {
        if (_module is not null)
            await _module.InvokeVoidAsync("close", _dialog);
    }

    private void Closed()
    {
        _typed++;
        (_text, _foundFor, _found, _error) = (null, null, [], null);
    }

    private void Moved(object? sender, LocationChangedEventArgs to) => _ = InvokeAsync(async () =>
    {
        try
        {
            await CloseAsync();
            await RememberAsync();
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without a browser there is nothing to close, and nothing that remembers.
        }
    });

    private async Task RememberAsync()
    {
        var path = Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0];
        if (_module is not null && path.StartsWith(StockPath, StringComparison.OrdinalIgnoreCase)
            && Symbol.TryParse(Uri.UnescapeDataString(path[StockPath.Length..]), out var symbol))
            await _module.InvokeVoidAsync("remember", symbol.Value, MostRecent);
    }

    private static string OptionId(int at) => $"found-stock-{at}";

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= Moved;
        Dispose();
        _this?.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its dialog with it.
        }
    }
}
