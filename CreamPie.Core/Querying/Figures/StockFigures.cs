using System.Text.Json.Serialization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Core.Querying.Figures;

/// <summary>Which figures are requested.</summary>
/// <param name="From">First date of a bar, inclusive; null: the oldest.</param>
/// <param name="To">Last date of a bar, inclusive; null: the newest.</param>
/// <param name="Adjust">All for total returns, Splits for returns of the price alone.</param>
/// <param name="Benchmark">What beta is measured against; null for none.</param>
/// <param name="RiskFree">The risk-free return of the Sharpe ratio, a fraction a year.</param>
public sealed record FigureRequest(
    DateOnly? From = null,
    DateOnly? To = null,
    PriceAdjustment Adjust = PriceAdjustment.All,
    Symbol? Benchmark = null,
    double RiskFree = 0);

/// <summary>A stock against a benchmark.</summary>
/// <param name="Symbol">The benchmark's.</param>
/// <param name="Beta">How much of the benchmark's daily returns the stock makes, on common dates.</param>
/// <param name="Correlation">Pearson's coefficient of their daily returns, on the same dates; null if one never moved.</param>
public sealed record BenchmarkFigures(string Symbol, Figure Beta, double? Correlation);

/// <summary>Returns and risk of one stock, from daily bars; fractions, not percent: 0.1 is ten percent.</summary>
public sealed record StockFigures
{
    /// <summary>Upper case.</summary>
    public required string Symbol { get; init; }

    /// <summary>All: total returns; Splits: of the price alone.</summary>
    public required PriceAdjustment Adjust { get; init; }

    /// <summary>The stock's, as in its bars.</summary>
    public required long Version { get; init; }

    /// <summary>Why there are no figures, or a doubt about them: as for bars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The reason as a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>1M, 3M, 6M, YTD, 1Y, 3Y, 5Y, 10Y and max, up to the last bar; empty without bars.</summary>
    public required IReadOnlyList<PeriodReturn> Returns { get; init; }

    /// <summary>The compound annual growth rate.</summary>
    public required Figure AnnualReturn { get; init; }

    /// <summary>Of daily returns, a fraction a year.</summary>
    public required Figure Volatility { get; init; }

    /// <summary>Above <see cref="RiskFree"/>.</summary>
    public required Figure SharpeRatio { get; init; }

    /// <summary>A fraction a year.</summary>
    public required double RiskFree { get; init; }

    /// <summary>The deepest fall.</summary>
    public required MaximumDrawdown MaximumDrawdown { get; init; }

    /// <summary>The deepest point below the highest close so far, of each month.</summary>
    public required IReadOnlyList<DrawdownPoint> Drawdowns { get; init; }

    /// <summary>Of the last three months, in shares or units a day.</summary>
    public required Figure AverageVolume { get; init; }

    /// <summary>Of the last twelve months; null where not all dividends of that time, or their currency's rate, are known.</summary>
    public DividendYield? DividendYield { get; init; }

    /// <summary>Null if none was requested.</summary>
    public BenchmarkFigures? Benchmark { get; init; }

    /// <summary>Returns by calendar month.</summary>
    public required IReadOnlyList<CalendarReturn> Months { get; init; }

    /// <summary>Returns by calendar year.</summary>
    public required IReadOnlyList<CalendarReturn> Years { get; init; }

    /// <summary>Daily returns by size.</summary>
    public required ReturnDistribution Distribution { get; init; }
}
