using CreamPie.Core.Analysis;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Web.Components.Stocks;
using Microsoft.AspNetCore.Components;

namespace CreamPie.Web.Components.Charts;

/// <summary>What the reader chooses of a chart; each choice is an address.</summary>
public sealed partial class ChartToolbar
{
    private static readonly (PriceAdjustment Adjust, string Name)[] Adjustments =
    [
        (PriceAdjustment.Splits, "Split-adjusted"), (PriceAdjustment.All, "Total return"), (PriceAdjustment.None, "As traded"),
    ];

    private string _compared = "";
    private string? _problem;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter, EditorRequired] public required string Symbol { get; set; }

    [Parameter, EditorRequired] public required ChartView View { get; set; }

    /// <summary>The interval on the screen.</summary>
    [Parameter, EditorRequired] public Interval Shown { get; set; }

    private string Meaning => View switch
    {
        { Compared.Count: > 0, Adjust: not PriceAdjustment.None } =>
            "Compared by total return on the dates that all have; 100 at the left edge.",
        { Adjust: PriceAdjustment.All } => "Total return: adjusted for splits and dividends.",
        { Adjust: PriceAdjustment.None } => "Unadjusted: prices as quoted on the day.",
        _ => "Adjusted for splits.",
    };

    private static string NameOf(ChartType type) => type switch
    {
        ChartType.Hollow => "Hollow candles",
        ChartType.Bars => "OHLC bars",
        _ => type.ToString(),
    };

    private string Address(ChartView view) => StockLinks.Chart(Symbol, view);

    private void Go(ChartView view)
    {
        _problem = null;
        Navigation.NavigateTo(Address(view));
    }

    private void Choose(string key, ChangeEventArgs e) => Go(View.With(key, e.Value as string));

    private void ToggleLines(ChangeEventArgs e) => Go(View with { HasLines = e.Value is true });

    private void Drop(string symbol) => Go(View with { Compare = string.Join(',', View.Compared.Where(other => other != symbol)) });

    private void AddCompared()
    {
        if (!Core.Market.Symbol.TryParse(_compared, out var symbol))
        {
            _problem = "Enter a ticker such as MSFT or ^GSPC to compare with.";
            return;
        }
        _compared = "";
        if (symbol.Value != Symbol && !View.Compared.Contains(symbol.Value))
            Go(View with { Compare = string.Join(',', View.Compared.Append(symbol.Value)) });
    }
}
