using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Querying.Figures;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Components.Stocks.Figures;

/// <summary>One number of the panel.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">As people write it.</param>
/// <param name="Over">Which bars it was computed over.</param>
/// <param name="Definition">How it is computed, as one sentence.</param>
internal sealed record FigureItem(string Name, string Value, string Over, string Definition)
{
    /// <summary>All but the returns by period.</summary>
    public static IReadOnlyList<FigureItem> Of(StockFigures figures) =>
    [
        new("Growth a year (CAGR)", FigureText.Percent(figures.AnnualReturn.Value), FigureText.Over(figures.AnnualReturn),
            "Compound annual growth rate from the first close to the last; a year has 365.25 days."),
        new("Volatility a year", FigureText.Share(figures.Volatility.Value), FigureText.Over(figures.Volatility),
            "Sample standard deviation of the daily returns times the square root of 252."),
        Drawdown(figures),
        new("Sharpe ratio", FigureText.Ratio(figures.SharpeRatio.Value),
            $"{FigureText.Over(figures.SharpeRatio)}; risk-free rate {FigureText.Share(figures.RiskFree)}",
            "Mean daily return above the risk-free rate by the standard deviation of daily returns, times the square root of 252."),
        .. figures.Benchmark is { } benchmark ? [Beta(benchmark)] : Array.Empty<FigureItem>(),
        Yield(figures.DividendYield),
        new("Average volume a day", FigureText.Volume(figures.AverageVolume.Value), FigureText.Over(figures.AverageVolume),
            "Mean volume of the last three months; days of unknown volume do not count."),
    ];

    private static FigureItem Drawdown(StockFigures figures)
    {
        var worst = figures.MaximumDrawdown;
        var over = (worst.Peak, worst.Trough) is ({ } peak, { } trough)
            ? $"{DisplayText.Date(peak)} to {DisplayText.Date(trough)}, "
              + (worst.Recovery is { } day ? $"recovered {DisplayText.Date(day)}" : "not recovered")
              + $"; of {FigureText.Over(worst.Days, worst.From, worst.To)}"
            : FigureText.Over(worst.Days, worst.From, worst.To);
        return new("Maximum drawdown", FigureText.Percent(worst.Value), over, "The deepest fall from a close to a later one.");
    }

    private static FigureItem Beta(BenchmarkFigures benchmark) => new(
        $"Beta against {benchmark.Symbol}", FigureText.Ratio(benchmark.Beta.Value),
        $"{FigureText.Over(benchmark.Beta)}, on which both have bars; correlation {FigureText.Ratio(benchmark.Correlation)}",
        "Covariance of both daily returns by the variance of the benchmark's.");

    private static FigureItem Yield(DividendYield? dividends) => new(
        "Dividend yield", FigureText.Share(dividends?.Value),
        dividends is null
            ? "Not all dividends of the last twelve months are known."
            : $"{FigureText.Plain(dividends.Paid)} a share in {dividends.Payments} {(dividends.Payments == 1 ? "payment" : "payments")}, "
              + $"{DisplayText.Date(dividends.From)} to {DisplayText.Date(dividends.To)}",
        "Dividends of the last twelve months by the last close, whatever the basis of the returns.");
}
