using CreamPie.Core.Analysis.Indicators;
using CreamPie.Core.Market;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

/// <summary>
/// Every indicator against a second one written from its definition, a loop over each window: 10,000 bars, so that what drifts shows,
/// of prices small and large.
/// </summary>
public sealed class DefinitionTests
{
    [Theory]
    [InlineData(0.000001, 20)]
    [InlineData(100, 1)]
    [InlineData(600_000, 499)]
    public void Averages_of_10000_bars_agree_with_their_definitions(double price, int period)
    {
        var bars = Walk(10_000, price);
        double[] closes = [.. bars.Select(b => b.Close)];
        double[] lone = [1, .. Enumerable.Repeat(0.0, 9_999)];

        AssertSame(Windows(closes, period, w => w.Average()), MovingAverages.Simple(bars, period), noise: 0);
        AssertSame(
            Windows(closes, period, w => w.Select((c, i) => c * (i + 1)).Sum() / (period * (period + 1) / 2)),
            MovingAverages.Weighted(bars, period), noise: 0);
        AssertSame(Smooth(closes, period, 2.0 / (period + 1)), MovingAverages.Exponential(bars, period), noise: 0);
        Assert.Equal(0, MovingAverages.Simple(OfCloses(lone), period)[^1]);
    }

    [Theory]
    [InlineData(0.000001)]
    [InlineData(1e9)]
    public void Bands_of_nearly_equal_prices_keep_their_digits(double price)
    {
        // Prices that differ in the sixth digit: subtracting two sums of squares would leave noise.
        var random = new Random(3);
        double[] closes = [.. Enumerable.Range(0, 10_000).Select(_ => price * (1 + random.Next(10) * 1e-6))];
        var bands = BollingerBands.Of(OfCloses(closes), 20, 2.5);

        var deviations = Windows(closes, 20, w => Math.Sqrt(w.Average(c => (c - w.Average()) * (c - w.Average())))).ToList();
        AssertSame(
            deviations.Select(d => d * 2.5), [.. bands.Upper.Zip(bands.Middle, (u, m) => u - m)], relative: 1e-8, noise: price * 1e-15);
        AssertSame(Windows(closes, 20, w => w.Average()), bands.Middle, noise: 0);
    }

    [Fact]
    public void Strength_range_and_direction_agree_with_Wilders_definitions()
    {
        var bars = Walk(10_000);
        var moves = bars.Skip(1).Zip(bars, (now, before) => now.Close - before.Close).ToList();
        var rises = Smooth([.. moves.Select(m => Math.Max(m, 0))], 14, 1 / 14.0);
        var falls = Smooth([.. moves.Select(m => Math.Max(-m, 0))], 14, 1 / 14.0);
        var (ups, downs, ranges) = (Days(Up), Days(Down), Days(Range));
        var (plus, minus) = (Share(ups), Share(downs));
        double[] strengths = [.. plus.Zip(minus).Where(x => x.First is not null)
            .Select(x => 100 * Math.Abs(x.First!.Value - x.Second!.Value) / (x.First.Value + x.Second.Value))];
        var actual = DirectionalMovement.Index(bars);

        AssertSame([null, .. rises.Zip(falls, (r, f) => 100 - 100 / (1 + r / f))], RelativeStrength.Index(bars));
        AssertSame([null, .. Smooth(ranges, 14, 1 / 14.0)], AverageTrueRange.Of(bars));
        AssertSame([null, .. plus], actual.PlusDi);
        AssertSame([null, .. minus], actual.MinusDi);
        AssertSame([.. new double?[14], .. Smooth(strengths, 14, 1 / 14.0)], actual.Adx);

        double[] Days(Func<DailyBar, DailyBar, double> value) => [.. bars.Skip(1).Zip(bars, value)];
        double?[] Share(double[] movement) =>
            [.. Smooth(movement, 14, 1 / 14.0).Zip(Smooth(ranges, 14, 1 / 14.0), (m, r) => 100 * m / r)];
        double Range(DailyBar now, DailyBar before) => new[]
        {
            now.High!.Value - now.Low!.Value, Math.Abs(now.High.Value - before.Close), Math.Abs(now.Low.Value - before.Close),
        }.Max();
        double Up(DailyBar now, DailyBar before) =>
            now.High - before.High > before.Low - now.Low && now.High > before.High ? now.High!.Value - before.High!.Value : 0;
        double Down(DailyBar now, DailyBar before) =>
            before.Low - now.Low > now.High - before.High && before.Low > now.Low ? before.Low!.Value - now.Low!.Value : 0;
    }

    [Theory]
    [InlineData(14)]
    [InlineData(3)]
    [InlineData(250)]
    public void Places_in_a_range_agree_with_their_definitions(int period)
    {
        var bars = Walk(10_000);
        var places = Enumerable.Range(0, bars.Count).Select(i => i < period - 1 ? null : (double?)Place(bars, i, period)).ToList();
        var k = Windows([.. places.Skip(period - 1).OfType<double>()], 3, w => w.Average()).ToList();
        var d = Windows([.. k.OfType<double>()], 5, w => w.Average());
        var slow = Stochastic.Slow(bars, period, 3, 5);

        AssertSame(places.Select(p => p - 100), Stochastic.WilliamsR(bars, period), noise: 1e-11);
        AssertSame([.. new double?[period - 1], .. k], slow.K, noise: 1e-11);
        AssertSame([.. new double?[period + 1], .. d], slow.D, noise: 1e-11);
    }

    [Fact]
    public void Channel_change_balance_and_average_price_agree_with_their_definitions()
    {
        var bars = Walk(10_000);
        double[] typical = [.. bars.Select(b => (b.High!.Value + b.Low!.Value + b.Close) / 3)];
        var balance = bars.Select((b, i) => i == 0 ? 0 : Math.Sign(b.Close - bars[i - 1].Close) * (decimal)b.Volume!.Value).ToList();

        AssertSame(
            Windows(typical, 20, w => (w[^1] - w.Average()) / (0.015 * w.Average(p => Math.Abs(p - w.Average())))),
            CommodityChannel.Index(bars), noise: 1e-9);
        AssertSame(
            bars.Select((b, i) => i < 14 ? (double?)null : 100 * (b.Close / bars[i - 14].Close - 1)),
            RateOfChange.Percent(bars), noise: 1e-12);
        AssertSame(Sums(balance).Select(s => (double?)s), VolumeFlow.OnBalance(bars), relative: 0, noise: 0);
        AssertSame(
            Sums([.. bars.Select((b, i) => (decimal)typical[i] * b.Volume!.Value)])
                .Zip(Sums([.. bars.Select(b => (decimal)b.Volume!.Value)]), (money, volume) => (double?)(money / volume)),
            VolumeFlow.AveragePrice(bars), noise: 0);
    }

    private static IEnumerable<double?> Windows(double[] values, int period, Func<double[], double> value) =>
        values.Select((_, i) => i < period - 1 ? (double?)null : value(values[(i - period + 1)..(i + 1)]));

    private static IEnumerable<double?> Smooth(double[] values, int period, double weight)
    {
        double? last = null;
        for (var i = 0; i < values.Length; i++)
        {
            last = i < period - 1 ? null : last is null ? values[..period].Average() : weight * values[i] + (1 - weight) * last;
            yield return last;
        }
    }

    private static double Place(IReadOnlyList<DailyBar> bars, int last, int period)
    {
        var window = bars.Skip(last - period + 1).Take(period).ToList();
        var (high, low) = (window.Max(b => b.High!.Value), window.Min(b => b.Low!.Value));
        return 100 * (bars[last].Close - low) / (high - low);
    }

    private static IEnumerable<decimal> Sums(IReadOnlyList<decimal> values)
    {
        var sum = 0m;
        return [.. values.Select(v => sum += v)];
    }
}
