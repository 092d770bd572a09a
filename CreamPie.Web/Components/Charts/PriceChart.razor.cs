using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CreamPie.Web.Components.Charts;

/// <summary>The frame of a chart; its module draws into it and reports what was drawn, chosen and opened.</summary>
public sealed partial class PriceChart
{
    private DotNetObjectReference<PriceChart>? _self;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter, EditorRequired] public required string Symbol { get; set; }

    [Parameter, EditorRequired] public required ChartView View { get; set; }

    /// <summary>Day of the first bar.</summary>
    [Parameter, EditorRequired] public DateOnly First { get; set; }

    /// <summary>Day of the last bar: ranges count back from it.</summary>
    [Parameter, EditorRequired] public DateOnly Last { get; set; }

    /// <summary>Version of the stock: a new one redraws the chart.</summary>
    [Parameter, EditorRequired] public long Version { get; set; }

    /// <summary>Versions of the compared stocks: others redraw the chart, too.</summary>
    [Parameter] public string ComparedVersions { get; set; } = "";

    /// <summary>Decimals of a price.</summary>
    [Parameter] public int Digits { get; set; } = 2;

    /// <summary>Highest and lowest price of 52 weeks, as lines; null without.</summary>
    [Parameter] public double? YearHigh { get; set; }

    /// <summary>As <see cref="YearHigh"/>.</summary>
    [Parameter] public double? YearLow { get; set; }

    /// <summary>Offered where the bars cannot be drawn.</summary>
    [Parameter] public RenderFragment? Instead { get; set; }

    [Parameter] public EventCallback OnDrawn { get; set; }

    /// <summary>First session of the bar to open.</summary>
    [Parameter] public EventCallback<DateOnly> OnOpen { get; set; }

    protected override string Name => $"the chart of {Symbol}";

    protected override string Module => Assets["Components/Charts/PriceChart.razor.js"];

    protected override string Library => Assets["lib/lightweight-charts.js"];

    protected override object?[] MountArguments => [.. base.MountArguments, _self ??= DotNetObjectReference.Create(this)];

    protected override Request ToShow => new(
        Symbol, View.IsFree ? "custom" : View.Range.Word(), ChartView.Text(View.First), ChartView.Text(View.Last), ChartView.Text(First)!,
        ChartView.Text(Last)!, View.IntervalWord, View.AdjustWord, ChartView.Word(View.Scale), ChartView.Word(View.Type),
        View.Indicators, View.Compared, View.HasLines, View.ToQuery(), $"{Version}{ComparedVersions}", Digits, YearHigh, YearLow);

    [JSInvokable]
    public Task DrawnAsync() => OnDrawn.InvokeAsync();

    [JSInvokable]
    public Task OpenAsync(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? OnOpen.InvokeAsync(day)
            : Task.CompletedTask;

    /// <summary>The reader has chosen a type or a scale by a key.</summary>
    [JSInvokable]
    public void Choose(string key, string value)
    {
        if (!IsGone)
            Go(View.With(key, value));
    }

    /// <summary>The reader has removed an indicator or a compared symbol.</summary>
    [JSInvokable]
    public void Drop(string key, string value)
    {
        if (IsGone)
            return;
        Go(key == "compare"
            ? View with { Compare = string.Join(',', View.Compared.Where(symbol => symbol != value)) }
            : View with { Indicators = ChosenIndicators.Without(View.Indicators, value) });
    }

    private void Go(ChartView view) => Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath + view.ToQuery());

    protected override void OnLeaving() => _self?.Dispose();

    /// <summary>What to show.</summary>
    public sealed record Request(
        string Symbol, string Range, string? From, string? To, string First, string Last, string Interval, string Adjust, string Scale,
        string Type, string Indicators, IReadOnlyList<string> Compare, bool Lines, string Query, string Version, int Digits,
        double? YearHigh, double? YearLow)
    {
        /// <summary>The query stands for all of the view.</summary>
        public bool Equals(Request? other) => other is not null
            && (Symbol, Query, First, Last, Version) == (other.Symbol, other.Query, other.First, other.Last, other.Version)
            && (Digits, YearHigh, YearLow) == (other.Digits, other.YearHigh, other.YearLow);

        public override int GetHashCode() => HashCode.Combine(Symbol, Query, Version);
    }
}
