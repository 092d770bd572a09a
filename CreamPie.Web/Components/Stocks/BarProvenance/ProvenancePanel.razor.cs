using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Stocks.BarProvenance;

/// <summary>A modal dialog of the browser's own: it traps the focus, closes on Escape and restores the focus.</summary>
public sealed partial class ProvenancePanel : IAsyncDisposable
{
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private DateOnly? _day;
    private Answer? _answer;
    private string? _error;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [Inject] private ProvenanceQuery Query { get; set; } = null!;

    [Inject] private SeriesQuery Series { get; set; } = null!;

    [Parameter, EditorRequired] public required Symbol Symbol { get; set; }

    /// <summary>Interval of the bars on the chart.</summary>
    [Parameter] public Interval Interval { get; set; }

    [Parameter] public int Digits { get; set; } = 2;

    /// <param name="day">First session of a bar.</param>
    public async Task OpenAsync(DateOnly day)
    {
        (_day, _answer, _error) = (day, null, null);
        StateHasChanged();
        try
        {
            _module ??= await Browser.InvokeAsync<IJSObjectReference>(
                "import", "./" + Assets["Components/Stocks/BarProvenance/ProvenancePanel.razor.js"]);
            await _module.InvokeVoidAsync("open", _dialog);
            var answer = await ReadAsync(await CallerAsync(), day, Gone);
            if (_day == day)
                (_answer, _error) = (answer, answer is null ? "This bar no longer exists." : null);
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

    private async Task<Answer?> ReadAsync(Caller caller, DateOnly day, CancellationToken cancellationToken)
    {
        if (await Query.ProvenanceAsync(caller, Symbol, day, cancellationToken) is not { } provenance)
            return null;
        if (Interval == Interval.Daily)
            return new(provenance, 1, day);
        // Where a bar ends is not for the page to say: weeks differ from market to market.
        var later = await Series.BarsAsync(caller, Symbol, new(day, Interval: Interval, Limit: 2), cancellationToken);
        var last = later?.Bars is [_, var next] ? next.Date.AddDays(-1) : (DateOnly?)null;
        var bars = (await Series.BarsAsync(caller, Symbol, new(day, last), cancellationToken))?.Bars;
        return bars is { Count: > 0 } ? new(provenance, bars.Count, bars[^1].Date) : new(provenance, 1, day);
    }

    private async Task CloseAsync()
    {
        if (_module is not null)
            await _module.InvokeVoidAsync("close", _dialog);
    }

    private void Closed() => _day = null;

    public async ValueTask DisposeAsync()
    {
        Dispose();
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

    /// <param name="Sessions">Sessions in the chart's bar.</param>
    private sealed record Answer(Provenance Provenance, int Sessions, DateOnly Last);
}
