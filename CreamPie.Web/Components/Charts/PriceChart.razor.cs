using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Calendar;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Charts;

/// <summary>The frame of a chart; its module draws into it and reports what was drawn and which bar was opened.</summary>
public sealed partial class PriceChart : IAsyncDisposable
{
    private ElementReference _root;
    private DotNetObjectReference<PriceChart>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private Request? _shown;
    private bool _isGone;
    private bool _isFailed;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [Inject] private ILogger<PriceChart> Logger { get; set; } = null!;

    [Parameter, EditorRequired] public required string Symbol { get; set; }

    [Parameter, EditorRequired] public required ChartView View { get; set; }

    /// <summary>Day of the last bar: ranges count back from it.</summary>
    [Parameter, EditorRequired] public DateOnly Last { get; set; }

    /// <summary>The exchange's: its weeks are those of the bars.</summary>
    [Parameter, EditorRequired] public required TradingCalendar Calendar { get; set; }

    /// <summary>Version of the stock: a new one redraws the chart.</summary>
    [Parameter, EditorRequired] public long Version { get; set; }

    /// <summary>Decimals of a price.</summary>
    [Parameter] public int Digits { get; set; } = 2;

    /// <summary>Offered where the bars cannot be drawn.</summary>
    [Parameter] public RenderFragment? Instead { get; set; }

    [Parameter] public EventCallback<Interval> OnDrawn { get; set; }

    /// <summary>First session of the bar to open.</summary>
    [Parameter] public EventCallback<DateOnly> OnOpen { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            await DrawAsync(firstRender);
        }
        catch (Exception fault) when (_isGone && fault is JSException or JSDisconnectedException or ObjectDisposedException)
        {
            // The page was left while it drew.
        }
        catch (JSException fault)
        {
            // The page around the chart still works.
            Log.NotDrawn(Logger, fault, Symbol);
            _isFailed = true;
            StateHasChanged();
        }
    }

    private async Task DrawAsync(bool firstRender)
    {
        if (firstRender)
            await MountAsync();
        var request = new Request(
            Symbol, View.Range.Word(), View.From(Last, Calendar)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), View.IntervalWord,
            View.AdjustWord, Version, Digits);
        if (_chart is null || _isGone || request == _shown)
            return;
        _shown = request;
        await _chart.InvokeVoidAsync("show", request);
    }

    private async Task MountAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./" + Assets["Components/Charts/PriceChart.razor.js"]);
        if (!_isGone)
            _chart = await _module.InvokeAsync<IJSObjectReference>("mount", _root, Assets["lib/apexcharts.esm.js"], _self);
    }

    [JSInvokable]
    public Task DrawnAsync(string interval, int bars) =>
        bars > 0 && Intervals.TryParse(interval, out var drawn) ? OnDrawn.InvokeAsync(drawn) : Task.CompletedTask;

    [JSInvokable]
    public Task OpenAsync(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? OnOpen.InvokeAsync(day)
            : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        _self?.Dispose();
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (Exception fault) when (fault is JSDisconnectedException or JSException)
        {
            // The browser is gone, and its chart with it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Drawing the chart of {Symbol} failed.")]
        public static partial void NotDrawn(ILogger logger, Exception fault, string symbol);
    }

    private sealed record Request(string Symbol, string Range, string? From, string Interval, string Adjust, long Version, int Digits);
}
