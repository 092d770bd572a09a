using CreamPie.Core.Querying.Series;
using CreamPie.Core.Quotes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Stocks.Detail;

/// <summary>Polls the last price every 15 seconds while it is visible; the service requests it less often, once for all viewers.</summary>
public sealed partial class LiveQuote
{
    private const int Minute = 60;

    private LastPrice? _last;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    [Inject] private QuoteQuery Query { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    protected override void OnInitialized() => _ = InvokeAsync(PollAsync);

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(QuoteService.Fresh, Time);
        try
        {
            do
                await AskAsync();
            while (await SeenAsync(timer));
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page was left, or the circuit has ended.
        }
    }

    /// <summary>Waits for the next tick with the tab visible: a hidden tab causes no requests.</summary>
    private async Task<bool> SeenAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync(Gone))
        {
            if (!await IsHiddenAsync())
                return true;
        }
        return false;
    }

    private async Task<bool> IsHiddenAsync()
    {
        try
        {
            return await Browser.GetValueAsync<bool>("document.hidden", Gone);
        }
        catch (Exception) when (!Gone.IsCancellationRequested)
        {
            // No browser is connected now: not visible either.
            return true;
        }
    }

    /// <summary>Logs a fault only: the page has its bars, and the price on display shows its age.</summary>
    private async Task AskAsync()
    {
        try
        {
            _last = await Query.LastAsync(await CallerAsync(), Symbol, Gone);
        }
        catch (Exception fault) when (!Gone.IsCancellationRequested)
        {
            Explain(fault);
        }
        StateHasChanged();
    }

    private static string Delay(int seconds) => seconds switch
    {
        < 2 => "real time",
        < Minute * 2 => $"{seconds} s delay",
        _ => $"{seconds / Minute} min delay",
    };
}
