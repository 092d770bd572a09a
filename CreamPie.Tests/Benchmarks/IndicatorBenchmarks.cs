using BenchmarkDotNet.Attributes;
using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Tests.Analysis.Indicators;

namespace CreamPie.Tests.Benchmarks;

/// <summary>Every indicator with its defaults over 10,000 bars, compared with a plain loop over each window of twenty closes.</summary>
public class IndicatorBenchmarks
{
    private static readonly IReadOnlyList<DailyBar> Bars = SampleBars.Walk(10_000);

    [Benchmark(Baseline = true)]
    public double?[] PlainLoop()
    {
        var means = new double?[Bars.Count];
        for (var i = 19; i < means.Length; i++)
        {
            var sum = 0.0;
            for (var j = i - 19; j <= i; j++)
                sum += Bars[j].Close;
            means[i] = sum / 20;
        }
        return means;
    }

    [Benchmark]
    public object Sma() => MovingAverages.Simple(Bars);

    [Benchmark]
    public object SmaOf500() => MovingAverages.Simple(Bars, 500);

    [Benchmark]
    public object Ema() => MovingAverages.Exponential(Bars);

    [Benchmark]
    public object Wma() => MovingAverages.Weighted(Bars);

    [Benchmark]
    public object Bollinger() => BollingerBands.Of(Bars);

    [Benchmark]
    public object Vwap() => VolumeFlow.AveragePrice(Bars);

    [Benchmark]
    public object Rsi() => RelativeStrength.Index(Bars);

    [Benchmark]
    public object MacdOfDefaults() => Macd.Of(Bars);

    [Benchmark]
    public object StochasticSlow() => Stochastic.Slow(Bars);

    [Benchmark]
    public object Adx() => DirectionalMovement.Index(Bars);

    [Benchmark]
    public object Atr() => AverageTrueRange.Of(Bars);

    [Benchmark]
    public object Cci() => CommodityChannel.Index(Bars);

    [Benchmark]
    public object WilliamsR() => Stochastic.WilliamsR(Bars);

    [Benchmark]
    public object Roc() => RateOfChange.Percent(Bars);

    [Benchmark]
    public object Obv() => VolumeFlow.OnBalance(Bars);

    [Benchmark]
    public object MaximumDrawdown() => Drawdown.Maximum(Bars);

    [Benchmark]
    public object Volatility() => CreamPie.Core.Analysis.Risk.Volatility.Annual(Bars);
}
