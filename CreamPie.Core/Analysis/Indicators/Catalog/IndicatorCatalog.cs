using CreamPie.Core.Analysis.Windows;

namespace CreamPie.Core.Analysis.Indicators.Catalog;

/// <summary>All indicators: their names, parameters, defaults, bounds and fields stand here and nowhere else.</summary>
public static class IndicatorCatalog
{
    private static readonly string[] Value = ["value"];

    /// <summary>In the order in which people look for them: those over the prices first.</summary>
    public static readonly IReadOnlyList<Indicator> All =
    [
        new("sma", "Simple moving average", [Bars("period", 20)], Value, IndicatorPane.Price,
            (bars, v) => [MovingAverages.Simple(bars, (int)v[0])]),
        new("ema", "Exponential moving average", [Bars("period", 20)], Value, IndicatorPane.Price,
            (bars, v) => [MovingAverages.Exponential(bars, (int)v[0])]),
        new("wma", "Weighted moving average", [Bars("period", 20)], Value, IndicatorPane.Price,
            (bars, v) => [MovingAverages.Weighted(bars, (int)v[0])]),
        new("bollinger", "Bollinger bands", [Bars("period", 20, 2), Deviations], ["upper", "middle", "lower"], IndicatorPane.Price,
            (bars, v) => BollingerBands.Of(bars, (int)v[0], v[1]) is var b ? [b.Upper, b.Middle, b.Lower] : []),
        new("vwap", "Volume-weighted average price", [], Value, IndicatorPane.Price,
            (bars, _) => [VolumeFlow.AveragePrice(bars)]) { StartsAtFirstServed = true },
        new("rsi", "Relative strength index", [Bars("period", 14)], Value, IndicatorPane.Own,
            (bars, v) => [RelativeStrength.Index(bars, (int)v[0])]),
        new("macd", "MACD", [Bars("fast", 12), Bars("slow", 26, 2), Bars("signal", 9)], ["macd", "signal", "histogram"],
            IndicatorPane.Own,
            (bars, v) => Macd.Of(bars, (int)v[0], (int)v[1], (int)v[2]) is var m ? [m.Line, m.Signal, m.Histogram] : [])
            { Rule = v => Macd.Problem(v[0], v[1]) },
        new("stochastic", "Stochastic oscillator", [Bars("period", 14), Bars("k", 3), Bars("d", 3)], ["k", "d"], IndicatorPane.Own,
            (bars, v) => Stochastic.Slow(bars, (int)v[0], (int)v[1], (int)v[2]) is var s ? [s.K, s.D] : []),
        new("adx", "Average directional index", [Bars("period", 14, 2)], ["plusDi", "minusDi", "adx"], IndicatorPane.Own,
            (bars, v) => DirectionalMovement.Index(bars, (int)v[0]) is var a ? [a.PlusDi, a.MinusDi, a.Adx] : []),
        new("atr", "Average true range", [Bars("period", 14)], Value, IndicatorPane.Own,
            (bars, v) => [AverageTrueRange.Of(bars, (int)v[0])]),
        new("cci", "Commodity channel index", [Bars("period", 20, 2)], Value, IndicatorPane.Own,
            (bars, v) => [CommodityChannel.Index(bars, (int)v[0])]),
        new("willr", "Williams %R", [Bars("period", 14)], Value, IndicatorPane.Own,
            (bars, v) => [Stochastic.WilliamsR(bars, (int)v[0])]),
        new("roc", "Rate of change, in percent", [Bars("period", 14)], Value, IndicatorPane.Own,
            (bars, v) => [RateOfChange.Percent(bars, (int)v[0])]),
        new("obv", "On-balance volume", [], Value, IndicatorPane.Own, (bars, _) => [VolumeFlow.OnBalance(bars)]),
    ];

    private static IndicatorParameter Deviations =>
        new("deviations", 2, BollingerBands.SmallestDeviations, BollingerBands.LargestDeviations, IsWhole: false);

    /// <summary>The indicator of a name, in any case; null if there is none.</summary>
    /// <param name="name">Like sma.</param>
    public static Indicator? Find(string name) => All.FirstOrDefault(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IndicatorParameter Bars(string name, int fallback, int smallest = 1) => new(name, fallback, smallest, Periods.Largest);
}
