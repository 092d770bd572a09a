using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Components.Charts;
using CreamPie.Web.Components.Stocks.BarProvenance;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Detail;

/// <summary>One stock: its chart, its current price, and the provenance of every number.</summary>
public sealed partial class StockPage
{
    private Symbol? _symbol;
    private bool _isDrawn;
    private string? _requested;
    private ProvenancePanel? _panel;
    private bool _isAdmin;
    private string _compared = "";
    private ChartView _charted = new();

    [Inject] private StockQuery Stocks { get; set; } = null!;

    [Inject] private SeriesQuery Series { get; set; } = null!;

    [Inject] private AttemptQuery Attempts { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter] public string SymbolText { get; set; } = "";

    // Named here, so that the page is rendered anew when one of them changes.
    [SupplyParameterFromQuery(Name = "range")] private string? RangeWord { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? FromWord { get; set; }

    [SupplyParameterFromQuery(Name = "to")] private string? ToWord { get; set; }

    [SupplyParameterFromQuery(Name = "interval")] private string? IntervalWord { get; set; }

    [SupplyParameterFromQuery(Name = "adjust")] private string? AdjustWord { get; set; }

    [SupplyParameterFromQuery(Name = "scale")] private string? ScaleWord { get; set; }

    [SupplyParameterFromQuery(Name = "type")] private string? TypeWord { get; set; }

    [SupplyParameterFromQuery(Name = "ind")] private string? IndicatorWords { get; set; }

    [SupplyParameterFromQuery(Name = "compare")] private string? CompareWords { get; set; }

    [SupplyParameterFromQuery(Name = "benchmark")] private string? BenchmarkWord { get; set; }

    [SupplyParameterFromQuery(Name = "returns")] private string? ReturnsWord { get; set; }

    [SupplyParameterFromQuery(Name = "lines")] private string? LinesWord { get; set; }

    private ChartView View { get; set; } = new();

    /// <summary>The value read may still be that of the previous stock.</summary>
    private StockSummary? Current => Value?.Facts.Symbol == _symbol?.Value ? Value : null;

    private string Title => Current?.PriceSummary is { } summary
        ? $"{_symbol} {PriceText.Of(summary.Price, Current.Digits)}"
        : SymbolText.ToUpperInvariant();

    protected override async Task OnParametersSetAsync()
    {
        var (before, compared) = (_requested, View.Compare);
        var preferred = PreferredView.Of(ValueOf);
        View = preferred ?? ChartView.Parse(ValueOf);
        _symbol = Symbol.TryParse(SymbolText, out var symbol) ? symbol : null;
        _requested = SymbolText;
        // The chart's own script reads the address, so the preference is written there.
        if (preferred is not null)
            Navigation.NavigateTo(StockLinks.Chart(SymbolText, preferred), replace: true);
        // Another range concerns only the chart.
        if (SymbolText != before)
        {
            _isDrawn = false;
            await base.OnParametersSetAsync();
        }
        else if (View.Compare != compared)
        {
            await RefreshAsync();
        }
        else
        {
            _charted = View;
        }
    }

    protected override bool Concerns(ChangeSet changes) =>
        _symbol is { } symbol && View.Compared.Prepend(symbol.Value).Any(changes.Symbols.Contains);

    protected override async Task<StockSummary?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        _isAdmin = caller.IsAdmin;
        // Together, so that the chart is drawn once.
        (_compared, _charted) = (await Stocks.VersionsAsync(caller, View.Compared, cancellationToken), View);
        if (_symbol is not { } symbol || await Stocks.FactsAsync(caller, symbol, cancellationToken) is not { } facts)
            return null;
        if (facts.LastBar is not { } last)
        {
            var attempts = await Attempts.AttemptsAsync(caller, symbol, cancellationToken);
            return StockSummary.Of(facts, [], attempts?.Items is [var newest, ..] ? newest : null, Time.Now());
        }
        var year = await Series.BarsAsync(caller, symbol, new(From: last.AddDays(-364)), cancellationToken);
        return StockSummary.Of(facts, year?.Bars ?? [], why: null, Time.Now());
    }

    private string? ValueOf(string key) => key switch
    {
        "range" => RangeWord,
        "from" => FromWord,
        "to" => ToWord,
        "interval" => IntervalWord,
        "adjust" => AdjustWord,
        "scale" => ScaleWord,
        "type" => TypeWord,
        "ind" => IndicatorWords,
        "compare" => CompareWords,
        "benchmark" => BenchmarkWord,
        "returns" => ReturnsWord,
        "lines" => LinesWord,
        _ => null,
    };
}
