using CreamPie.Core.Market;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Storage.Tables;
using CreamPie.Core.Tracking;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Tracking;

public sealed partial class TrackPage
{
    private string? _text;
    private string? _problem;
    private bool _isBusy;
    private ElementReference _input;

    [Inject] private Tracker Tracker { get; set; } = null!;

    [Inject] private StockQuery Stocks { get; set; } = null!;

    [Inject] private RequestedSymbols Requested { get; set; } = null!;

    /// <summary>Initial text, for links from elsewhere.</summary>
    [SupplyParameterFromQuery(Name = "symbol")] private string? Wanted { get; set; }

    protected override void OnParametersSet() => _text ??= Wanted;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await _input.FocusAsync();
    }

    private async Task TrackAsync()
    {
        if (_isBusy)
            return;
        if (!Symbol.TryParse(_text, out var symbol))
        {
            _problem = DisplayText.TickerHint;
            return;
        }
        _isBusy = true;
        try
        {
            var known = await AuditedAsync(async (caller, cancellationToken) =>
            {
                var before = await Stocks.FactsAsync(caller, symbol, cancellationToken);
                await Tracker.TrackAsync(caller, symbol, cancellationToken);
                return before;
            });
            Requested.Add(new(symbol, known is not (null or { Status: StockStatus.Imported })));
            _text = null;
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception fault)
        {
            _problem = Explain(fault);
        }
        _isBusy = false;
    }
}
