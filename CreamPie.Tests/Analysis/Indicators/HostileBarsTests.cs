using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Analysis.Indicators.Catalog;
using CreamPie.Core.Market;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

/// <summary>Whatever the bars, a value is a finite number or null, and the bars after the trouble have values again.</summary>
public sealed class HostileBarsTests
{
    private static readonly Dictionary<string, Func<DailyBar, DailyBar>> Troubles = new()
    {
        ["nulls"] = b => b with { Open = null, High = null, Low = null, Volume = null },
        ["zeros"] = b => b with { Open = 0, High = 0, Low = 0, Close = 0, Volume = 0 },
        ["no volume"] = b => b with { Volume = 0 },
        ["constant"] = b => b with { Open = 5.1, High = 5.1, Low = 5.1, Close = 5.1 },
        ["huge"] = b => b with { Open = 1.7e308, High = 1.7e308, Low = 1.6e308, Close = 1.7e308, Volume = long.MaxValue },
        ["tiny"] = b => b with { Open = 5e-324, High = 5e-324, Low = 5e-324, Close = 5e-324, Volume = 1 },
        ["negative"] = b => b with { Open = -b.Open, High = -b.Low, Low = -b.High, Close = -b.Close, Volume = -5 },
        ["opposite"] = b => b with { High = 1.7e308, Low = -1.7e308, Close = b.Date.Day % 2 == 0 ? -1.7e308 : 1.7e308 },
        ["not a number"] = b => b with { High = double.NaN, Low = double.NegativeInfinity, Close = double.NaN },
    };

    public static TheoryData<string> Names => [.. Troubles.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_value_of_hostile_bars_is_finite_or_null(string trouble)
    {
        foreach (var indicator in IndicatorCatalog.All)
        {
            var all = Walk(200).Select(Troubles[trouble]).ToList();
            var some = Walk(200).Select((b, i) => i is 0 or 50 or 51 or 90 ? Troubles[trouble](b) : b).ToList();
            foreach (var bars in (List<DailyBar>[])[all, some])
                AssertFinite(indicator, bars);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Single_hostile_bar_leaves_windows_without_it_untouched(string trouble)
    {
        string[] windows = ["sma(20)", "wma(20)", "bollinger(20,2)", "cci(20)", "willr(14)", "stochastic(14,3,3)", "roc(14)"];
        var bars = Walk(200).ToList();
        var whole = windows.ToDictionary(w => w, w => Call(w).Compute(bars));
        bars[100] = Troubles[trouble](bars[100]);

        foreach (var window in windows)
        {
            var lines = Call(window).Compute(bars);
            for (var line = 0; line < lines.Count; line++)
            {
                Assert.Equal(whole[window][line].Take(100), lines[line].Take(100));
                Assert.Equal(whole[window][line].Skip(121), lines[line].Skip(121));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Recursive_indicator_has_values_again_after_a_hostile_bar(string trouble)
    {
        foreach (var name in (string[])["ema(10)", "rsi(10)", "macd(5,10,5)", "atr(10)", "adx(10)"])
        {
            var bars = Walk(200).ToList();
            bars[100] = Troubles[trouble](bars[100]);
            Assert.All(Call(name).Compute(bars), line => Assert.DoesNotContain(null, line.Skip(140)));
        }
    }

    [Fact]
    public void Constant_prices_have_averages_and_no_oscillation()
    {
        var bars = OfCloses([.. Enumerable.Repeat(0.1, 60)]);

        Assert.Equal(0.1, MovingAverages.Exponential(bars)[^1]!.Value, 1e-16);
        Assert.Equal((0.1, 0.1), (BollingerBands.Of(bars).Upper[^1], BollingerBands.Of(bars).Lower[^1]));
        Assert.Equal(0, AverageTrueRange.Of(bars)[^1]);
        Assert.Equal(0, RateOfChange.Percent(bars)[^1]);
        Assert.All(
            (double?[])[
                RelativeStrength.Index(bars)[^1], CommodityChannel.Index(bars)[^1], Stochastic.WilliamsR(bars)[^1],
                Stochastic.Slow(bars).K[^1], DirectionalMovement.Index(bars).Adx[^1]],
            Assert.Null);
    }

    [Fact]
    public void Rises_alone_are_full_strength_and_inside_bars_have_no_direction()
    {
        var rising = OfCloses([.. Enumerable.Range(1, 40).Select(i => (double)i)]);
        var inside = Walk(40).Select((b, i) => b with { High = 200 - i, Low = 1 + i, Close = 100 }).ToList();

        Assert.Equal(100, RelativeStrength.Index(rising)[^1]);
        Assert.Equal(0, RelativeStrength.Index([.. rising.Reverse()])[^1]);
        Assert.Equal((0, 0), (DirectionalMovement.Index(inside).PlusDi[^1], DirectionalMovement.Index(inside).Adx[^1]));
    }

    [RealDataTheory]
    [InlineData("quotes_bad.csv")]
    [InlineData("quotes_zeros.csv")]
    public void Hostile_quotes_give_finite_values_or_nulls(string file) =>
        Assert.All(IndicatorCatalog.All, indicator => AssertFinite(indicator, Read(file)));

    private static void AssertFinite(Indicator indicator, IReadOnlyList<DailyBar> bars)
    {
        var lines = Call(indicator.Name).Compute(bars);
        Assert.Equal(indicator.Fields.Count, lines.Count);
        Assert.All(lines, line => Assert.Equal(bars.Count, line.Count));
        Assert.All(lines.SelectMany(line => line), value => Assert.True(value is null || double.IsFinite(value.Value), indicator.Name));
    }
}
