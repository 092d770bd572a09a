using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Changes;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Web.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Stocks.Comparing;

/// <summary>Up to 10 stocks on their common dates.</summary>
public sealed partial class ComparePage
{
    private string _text = "";
    private string? _problem;

    [Inject] private StockQuery Stocks { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "symbols")] private string? SymbolWords { get; set; }

    [SupplyParameterFromQuery(Name = "range")] private string? RangeWord { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? FromWord { get; set; }

    [SupplyParameterFromQuery(Name = "to")] private string? ToWord { get; set; }

    [SupplyParameterFromQuery(Name = "adjust")] private string? AdjustWord { get; set; }

    [SupplyParameterFromQuery(Name = "scale")] private string? ScaleWord { get; set; }

    private CompareView View { get; set; } = new([]);

    private string Requested => string.Join(',', View.Symbols);

    /// <summary>The value read may still be of the symbols before.</summary>
    private ComparedStocks? Current => Value?.Requested == Requested ? Value : null;

    private string Title => View.Symbols.Count == 0 ? "Compare" : "Compare " + string.Join(", ", View.Symbols);

    protected override async Task OnParametersSetAsync()
    {
        var preferred = CompareView.Preferred(SymbolWords, ValueOf);
        View = preferred ?? CompareView.Parse(SymbolWords, ValueOf);
        // The chart's own script reads the address, so the preference is written there.
        if (preferred is { Symbols.Count: > 0 })
            Navigation.NavigateTo(preferred.ToAddress(), replace: true);
        // Another range concerns only the chart.
        if (Current is null)
            await base.OnParametersSetAsync();
    }

    private string? ValueOf(string key) => key switch
    {
        "range" => RangeWord,
        "from" => FromWord,
        "to" => ToWord,
        "adjust" => AdjustWord,
        "scale" => ScaleWord,
        _ => null,
    };

    protected override bool Concerns(ChangeSet changes) => View.Symbols.Any(changes.Symbols.Contains);

    protected override async Task<ComparedStocks?> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var requested = View.Symbols;
        var facts = new List<StockFacts>();
        foreach (var symbol in requested)
        {
            if (await Stocks.FactsAsync(caller, Symbol.Parse(symbol), cancellationToken) is { } found)
                facts.Add(found);
        }
        return new(
            string.Join(',', requested), [.. facts.Where(f => f.LastBar is not null)],
            [.. facts.Where(f => f.LastBar is null).Select(f => f.Symbol)]);
    }

    private void Add()
    {
        var all = string.Join(',', View.Symbols.Append(_text));
        var view = View.With(CompareView.Read(_text));
        _problem = string.IsNullOrWhiteSpace(_text) ? "Enter tickers such as AAPL, MSFT or ^GSPC." : CompareView.Refusal(all);
        if (view.Symbols.Count == View.Symbols.Count)
            return;
        _text = "";
        Choose(view);
    }

    private void Choose(CompareView view) => Navigation.NavigateTo(view.ToAddress());

    private void ChooseScale(ChangeEventArgs e) => Choose(View with
    {
        Scale = Enum.TryParse<ChartScale>(e.Value as string, out var chosen) ? chosen : ChartScale.Linear,
    });

    private void ChooseBasis(ChangeEventArgs e) => Choose(View with
    {
        Adjust = e.Value as string == nameof(PriceAdjustment.Splits) ? PriceAdjustment.Splits : PriceAdjustment.All,
    });

    private static DateOnly? Day(ChangeEventArgs e) =>
        DateOnly.TryParseExact(e.Value as string, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
