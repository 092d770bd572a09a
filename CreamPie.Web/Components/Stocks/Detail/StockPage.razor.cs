using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
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
    private Interval? _drawn;
    private (string? SymbolText, ChartView? View) _requested;
    private ProvenancePanel? _panel;
    private bool _isAdmin;

    [Inject] private StockQuery Stocks { get; set; } = null!;

    [Inject] private SeriesQuery Series { get; set; } = null!;

    [Inject] private AttemptQuery Attempts { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Parameter] public string SymbolText { get; set; } = "";

    [SupplyParameterFromQuery(Name = "range")] private string? RangeWord { get; set; }

    [SupplyParameterFromQuery(Name = "interval")] private string? IntervalWord { get; set; }

    [SupplyParameterFromQuery(Name = "adjust")] private string? AdjustWord { get; set; }

    private ChartView View { get; set; } = new();

    /// <summary>The value read may still be that of the previous stock.</summary>
    private StockSummary? Current => Value?.Facts.Symbol == _symbol?.Value ? Value : null;

    private string Title => Current?.PriceSummary is { } summary
        ? $"{_symbol} {PriceText.Of(summary.Price, Current.Digits)}"
        : SymbolText.ToUpperInvariant();

    protected override async Task OnParametersSetAsync()
    {
        var before = _requested;
        View = ChartView.Parse(RangeWord, IntervalWord, AdjustWord);
        _symbol = Symbol.TryParse(SymbolText, out var symbol) ? symbol : null;
        _requested = (SymbolText, View);
        if (_requested != before)
            _drawn = null;
        // Another range concerns only the chart.
        if (SymbolText != before.SymbolText)
            await base.OnParametersSetAsync();
    }

    protected override bool Concerns(ChangeSet changes) => _symbol is { } symbol && changes.Symbols.Contains(symbol.Value);

    protected override async Task<StockSummary?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        _isAdmin = caller.IsAdmin;
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

    private void Drawn(Interval interval) => _drawn = interval;
}
