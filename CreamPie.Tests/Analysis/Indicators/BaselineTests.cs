using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Market;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

/// <summary>502 bars of SPY, and whole series that another library computed from them (shared/data/indicators).</summary>
[Trait("Lane", "RealDocuments")]
public sealed class BaselineTests
{
    private static IReadOnlyList<DailyBar> Bars => Read("quotes_default.csv");

    [RealDataFact]
    public void Simple_averages_agree_with_the_given_series() =>
        AssertSame(Expected("sma", "sma"), MovingAverages.Simple(Bars, 20));

    [RealDataFact]
    public void Weighted_averages_agree_with_the_given_series() =>
        AssertSame(Expected("wma", "wma"), MovingAverages.Weighted(Bars, 14));

    [RealDataFact]
    public void Exponential_averages_agree_with_those_of_the_given_MACD()
    {
        AssertSame(Expected("macd", "fastEma"), MovingAverages.Exponential(Bars, 12));
        AssertSame(Expected("macd", "slowEma"), MovingAverages.Exponential(Bars, 26));
    }

    [RealDataFact]
    public void MACD_agrees_with_the_given_series()
    {
        var macd = Macd.Of(Bars);

        // A difference of two averages of 250 has their error, whatever its own size.
        AssertSame(Expected("macd", "macd"), macd.Line, noise: 250e-14);
        AssertSame(Expected("macd", "signal"), macd.Signal, noise: 250e-14);
        AssertSame(Expected("macd", "histogram"), macd.Histogram, noise: 250e-14);
    }

    [RealDataFact]
    public void Bollinger_bands_agree_with_the_given_series()
    {
        var bands = BollingerBands.Of(Bars);

        AssertSame(Expected("bb", "upperBand"), bands.Upper);
        AssertSame(Expected("bb", "sma"), bands.Middle);
        AssertSame(Expected("bb", "lowerBand"), bands.Lower);
    }

    [RealDataFact]
    public void Relative_strength_agrees_with_the_given_series() =>
        AssertSame(Expected("rsi", "rsi"), RelativeStrength.Index(Bars));

    [RealDataFact]
    public void Commodity_channel_agrees_with_the_given_series() =>
        AssertSame(Expected("cci", "cci"), CommodityChannel.Index(Bars), noise: 1e-10);

    [RealDataFact]
    public void Williams_R_agrees_with_the_given_series() =>
        AssertSame(Expected("willr", "williamsR"), Stochastic.WilliamsR(Bars));

    /// <summary>The last values that the tests of DaveSkender/Stock.Indicators expect of the same bars, to four decimals.</summary>
    [RealDataFact]
    public void Last_values_agree_with_those_that_Stock_Indicators_publishes()
    {
        var (stochastic, movement) = (Stochastic.Slow(Bars), DirectionalMovement.Index(Bars));

        Assert.Equal(43.1353, stochastic.K[^1]!.Value, 0.00005);
        Assert.Equal(35.5674, stochastic.D[^1]!.Value, 0.00005);
        Assert.Equal(17.7565, movement.PlusDi[^1]!.Value, 0.00005);
        Assert.Equal(31.1510, movement.MinusDi[^1]!.Value, 0.00005);
        Assert.Equal(34.2987, movement.Adx[^1]!.Value, 0.00005);
        Assert.Equal(6.1497, AverageTrueRange.Of(Bars)[^1]!.Value, 0.00005);
        Assert.Equal(-8.2482, RateOfChange.Percent(Bars, 20)[^1]!.Value, 0.00005);
        Assert.Equal(539_843_504, VolumeFlow.OnBalance(Bars)[^1]);
    }
}
