using CreamPie.Core.Analysis.Indicators.Catalog;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData("sma(20)", "19")]
    [InlineData("ema(20)", "19")]
    [InlineData("wma(20)", "19")]
    [InlineData("bollinger(20,2)", "19 19 19")]
    [InlineData("vwap", "0")]
    [InlineData("rsi(14)", "14")]
    [InlineData("macd(12,26,9)", "25 33 33")]
    [InlineData("stochastic(14,3,3)", "15 17")]
    [InlineData("adx(14)", "14 14 27")]
    [InlineData("atr(14)", "14")]
    [InlineData("cci(20)", "19")]
    [InlineData("willr(14)", "13")]
    [InlineData("roc(14)", "14")]
    [InlineData("obv", "0")]
    public void First_value_stands_at_its_documented_index(string text, string first)
    {
        var lines = Call(text).Compute(Walk(100));

        Assert.Equal(first, string.Join(' ', lines.Select(line => line.TakeWhile(v => v is null).Count())));
        Assert.All(lines, line => Assert.DoesNotContain(null, line.SkipWhile(v => v is null)));
    }

    [Fact]
    public void Series_shorter_than_the_period_has_only_nulls() => Assert.All(
        IndicatorCatalog.All.Where(i => i.Parameters.Count > 0),
        indicator =>
        {
            foreach (var count in (int[])[0, 1, 2])
            {
                var lines = Call(indicator.Name).Compute(Walk(count));
                Assert.All(lines, line => Assert.Equal(new double?[count], line));
            }
        });

    [Theory]
    [InlineData("sma(5)", 1)]
    [InlineData("ema(5)", 1)]
    [InlineData("wma(5)", 1)]
    [InlineData("rsi(5)", 1)]
    [InlineData("roc(5)", 1)]
    [InlineData("obv", 2)]
    [InlineData("macd(3,5,4)", 1)]
    [InlineData("bollinger(5)", 1)]
    public void Indicator_of_closes_needs_nothing_else(string text, int needed)
    {
        var bars = Walk(60).Select(b => b with { Open = null, High = null, Low = null, Volume = needed > 1 ? b.Volume : null }).ToList();

        Assert.Equal(Call(text).Compute(Walk(60)), Call(text).Compute(bars));
    }

    [Theory]
    [InlineData("atr(5)", 40, 45, "5")]
    [InlineData("adx(5)", 40, 46, "5 5 9")]
    [InlineData("willr(5)", 40, 45, "4")]
    [InlineData("cci(5)", 40, 45, "4")]
    [InlineData("stochastic(5,2,2)", 40, 47, "5 6")]
    public void Missing_high_makes_values_null_until_warmed_up_again(string text, int from, int to, string first)
    {
        var bars = Walk(100).ToList();
        var whole = Call(text).Compute(bars);
        bars[40] = bars[40] with { High = null };

        var lines = Call(text).Compute(bars);

        Assert.Equal(first, string.Join(' ', lines.Select(line => line.TakeWhile(v => v is null).Count())));
        Assert.All(lines, line => Assert.Null(line[40]));
        Assert.All(lines.Zip(whole), pair => Assert.Equal(pair.Second.Take(from), pair.First.Take(from)));
        Assert.All(lines, line => Assert.Equal(0, line.Skip(to + 5).Count(v => v is null)));
        Assert.Contains(lines, line => line[to - 1] is null);
        Assert.Equal(lines[0][to], text.StartsWith('a') ? lines[0][to] : whole[0][to]);
    }

    [Fact]
    public void Missing_high_or_volume_counts_for_nothing_in_sums()
    {
        var bars = Walk(50).ToList();
        bars[20] = bars[20] with { Volume = null };
        bars[30] = bars[30] with { High = null };
        var without = bars.Where((_, i) => i is not (20 or 30)).ToList();

        var (vwap, obv) = (Call("vwap").Compute(bars)[0], Call("obv").Compute(bars)[0]);

        Assert.Null(vwap[20]);
        Assert.Null(vwap[30]);
        Assert.NotNull(obv[30]);
        Assert.Null(obv[20]);
        AssertSame(Call("vwap").Compute(without)[0], [.. vwap.Where((_, i) => i is not (20 or 30))]);
        Assert.Equal((double)bars[21].Volume!.Value, Math.Abs(obv[21]!.Value - obv[19]!.Value));
    }
}
