using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Figures;
using CreamPie.Core.Querying.Series;
using CreamPie.Web.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Figures;

/// <summary>What the history comes to: read after the chart is drawn, so that it never waits for them.</summary>
public sealed partial class FiguresPanel
{
    /// <summary>A chart that cannot be drawn has figures all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private string _benchmark = "";
    private string? _problem;
    private bool _isReady;
    private StockFigures? _figures;
    private PriceAdjustment _shown = PriceAdjustment.All;
    private IReadOnlyList<ActionItem> _actions = [];
    private (long Version, PriceAdjustment Adjust, string Benchmark)? _read;

    [Inject] private FigureQuery Figures { get; set; } = null!;

    [Inject] private ActionQuery Actions { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter, EditorRequired] public required Symbol Symbol { get; set; }

    /// <summary>Version of the stock: a new one computes the figures anew.</summary>
    [Parameter, EditorRequired] public long Version { get; set; }

    [Parameter, EditorRequired] public required ChartView View { get; set; }

    /// <summary>True once the chart is drawn.</summary>
    [Parameter] public bool IsReady { get; set; }

    private string Basis => _shown == PriceAdjustment.All
        ? "Total returns: dividends count as reinvested. Days are bars, the first and the last one included."
        : "Returns of the price alone, adjusted for splits. Days are bars, the first and the last one included.";

    protected override Task OnParametersSetAsync()
    {
        _isReady |= IsReady;
        if (_read?.Benchmark != View.Benchmark)
            _benchmark = View.Benchmark;
        return RefreshAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _isReady)
            return;
        try
        {
            await Task.Delay(Patience, Time, Gone);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _isReady = true;
        await RefreshAsync();
        StateHasChanged();
    }

    protected override async Task RefreshAsync()
    {
        var wanted = (Version, View.Returns, View.Benchmark);
        if (!_isReady || _read == wanted)
            return;
        _read = wanted;
        try
        {
            var caller = await CallerAsync();
            var benchmark = Symbol.TryParse(View.Benchmark, out var other) ? other : (Symbol?)null;
            var answer = await Figures.FiguresAsync(caller, Symbol, new(Adjust: View.Returns, Benchmark: benchmark), _ => false, Gone);
            var isUnknown = answer.Unknown is not null && answer.Unknown == benchmark;
            if (isUnknown)
                answer = await Figures.FiguresAsync(caller, Symbol, new(Adjust: wanted.Returns), _ => false, Gone);
            var actions = await Actions.ActionsAsync(caller, Symbol, Gone);
            if (_read != wanted)
                return;
            _problem = isUnknown ? $"{benchmark} is not tracked yet, so there is nothing to measure beta against." : null;
            (_figures, _actions, _shown) = (answer.Answer, actions?.Items ?? [], wanted.Returns);
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception fault)
        {
            _problem = Explain(fault);
        }
    }

    private void Measure()
    {
        var text = _benchmark.Trim();
        if (text.Length > 0 && !Symbol.TryParse(text, out _))
        {
            _problem = "Enter a ticker such as ^GSPC to measure beta against.";
            return;
        }
        _problem = null;
        Navigation.NavigateTo(StockLinks.Chart(Symbol.Value, View with { Benchmark = text.ToUpperInvariant() }));
    }

    private void ChooseBasis(ChangeEventArgs e) =>
        Navigation.NavigateTo(StockLinks.Chart(Symbol.Value, View.With("returns", e.Value as string)));

    private static string Over(PeriodReturn period) => period.Value is null
        ? "The history does not reach back so far."
        : FigureText.Over(period.Days, period.From, period.To);

    private static string? Sign(double? value) => value switch { > 0 => "up", < 0 => "down", _ => null };
}
