using CreamPie.Core.Ingestion;
using CreamPie.Core.Querying;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks;

/// <summary>Asks for the last price every 15 seconds while it is drawn; the service asks the source less often, for everybody together.</summary>
public sealed partial class LiveQuote
{
    private const int Minute = 60;

    private LastPrice? _last;

    [Inject] private QuoteQuery Query { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    protected override void OnInitialized() => _ = InvokeAsync(PollAsync);

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(Quotes.Fresh, Time);
        try
        {
            do
                await AskAsync();
            while (await timer.WaitForNextTickAsync(Gone));
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The page is left, or the circuit has ended.
        }
    }

    /// <summary>A fault is for the log: the page has its bars, and the price that is shown says how old it is.</summary>
    private async Task AskAsync()
    {
        try
        {
            _last = await Query.LastAsync(await CallerAsync(), Core.Market.Symbol.Parse(Symbol), Gone);
        }
        catch (Exception fault) when (!Gone.IsCancellationRequested)
        {
            Explain(fault);
        }
        StateHasChanged();
    }

    private static string Delay(int seconds) => seconds switch
    {
        < 2 => "in real time",
        < Minute * 2 => $"{seconds} s delay",
        _ => $"{seconds / Minute} min delay",
    };
}
