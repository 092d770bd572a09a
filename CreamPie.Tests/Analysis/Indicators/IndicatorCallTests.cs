using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Analysis.Indicators.Catalog;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

public sealed class IndicatorCallTests
{
    /// <summary>The words of the design: a changed one breaks links and callers.</summary>
    [Fact]
    public void Catalogue_has_the_documented_names_defaults_and_fields() => Assert.Equal(
        [
            "sma(20): value", "ema(20): value", "wma(20): value", "bollinger(20,2): upper middle lower", "vwap: value",
            "rsi(14): value", "macd(12,26,9): macd signal histogram", "stochastic(14,3,3): k d", "adx(14): plusDi minusDi adx",
            "atr(14): value", "cci(20): value", "willr(14): value", "roc(14): value", "obv: value",
        ],
        IndicatorCatalog.All.Select(i => $"{Call(i.Name)}: {string.Join(' ', i.Fields)}"));

    [Theory]
    [InlineData("sma", "sma(20)")]
    [InlineData(" SMA ( 50 ) ", "sma(50)")]
    [InlineData("macd(5)", "macd(5,26,9)")]
    [InlineData("macd(,30)", "macd(12,30,9)")]
    [InlineData("bollinger(20,2.5)", "bollinger(20,2.5)")]
    [InlineData("obv()", "obv")]
    [InlineData("sma(20),ema,macd(12,26,9),obv", "sma(20) ema(20) macd(12,26,9) obv")]
    [InlineData("ema,sma", "ema(20) sma(20)")]
    public void Text_is_read_with_the_defaults_of_what_is_absent(string text, string expected)
    {
        Assert.True(IndicatorCall.TryReadList(text, out var calls, out var problem), problem);
        Assert.Equal(expected, string.Join(' ', calls));
    }

    [Theory]
    [InlineData("", "1 to 20 indicators")]
    [InlineData("foo", "must be one of sma, ema, wma")]
    [InlineData("(20)", "must be one of")]
    [InlineData("sma(0)", "period as a whole number from 1 to 500")]
    [InlineData("sma(501)", "period as a whole number from 1 to 500")]
    [InlineData("sma(2.5)", "period as a whole number from 1 to 500")]
    [InlineData("sma(-1)", "period as a whole number from 1 to 500")]
    [InlineData("sma(x)", "period as a whole number from 1 to 500")]
    [InlineData("adx(1)", "period as a whole number from 2 to 500")]
    [InlineData("bollinger(20,NaN)", "deviations as a number from 0.1 to 10")]
    [InlineData("bollinger(20,11)", "deviations as a number from 0.1 to 10")]
    [InlineData("macd(26,12)", "fast must be less than slow")]
    [InlineData("sma(20,30)", "sma(period) is expected")]
    [InlineData("obv(1)", "obv is expected")]
    public void Wrong_text_is_answered_with_what_would_be_right(string text, string words)
    {
        Assert.False(IndicatorCall.TryReadList(text, out var calls, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.Empty(calls);
    }

    [Fact]
    public void More_than_twenty_indicators_are_refused() =>
        Assert.False(IndicatorCall.TryReadList(string.Join(',', Enumerable.Repeat("sma(20)", 21)), out _, out _));

    [Fact]
    public void Named_values_are_read_in_any_case_and_others_refused()
    {
        var values = new Dictionary<string, string> { ["FAST"] = "3", ["signal"] = "" };

        Assert.True(IndicatorCall.TryRead("Macd", values, out var call, out _));
        Assert.Equal("macd(3,26,9)", call.ToString());
        Assert.Equal(["fast", "slow", "signal"], call.Parameters.Keys);
        Assert.False(IndicatorCall.TryRead("sma", values, out _, out var problem));
        Assert.Contains("sma has no parameter FAST, but period as a whole number from 1 to 500", problem, StringComparison.Ordinal);
        Assert.False(IndicatorCall.TryRead("obv", values, out _, out _));
    }

    [Fact]
    public void Functions_refuse_numbers_outside_their_range_by_name()
    {
        var bars = Walk(5);
        Action[] calls =
        [
            () => MovingAverages.Simple(bars, 0), () => MovingAverages.Exponential(bars, 501), () => MovingAverages.Weighted(bars, -1),
            () => BollingerBands.Of(bars, 1), () => BollingerBands.Of(bars, 20, double.NaN), () => RelativeStrength.Index(bars, 0),
            () => AverageTrueRange.Of(bars, 0), () => DirectionalMovement.Index(bars, 1), () => Macd.Of(bars, 26, 12),
            () => Macd.Of(bars, 12, 26, 0), () => Stochastic.Slow(bars, 14, 0), () => Stochastic.Slow(bars, 14, 3, 501),
            () => Stochastic.WilliamsR(bars, 0), () => CommodityChannel.Index(bars, 1), () => RateOfChange.Percent(bars, 0),
        ];

        Assert.All(calls, call => Assert.Matches(
            "^(period|deviations|signal|k|d) must be from|^fast must be", Assert.Throws<ArgumentOutOfRangeException>(call).Message));
    }
}
