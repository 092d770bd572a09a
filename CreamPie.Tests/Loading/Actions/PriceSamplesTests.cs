using CreamPie.Core.Loading.Actions;
using CreamPie.Core.Market;

namespace CreamPie.Tests.Loading.Actions;

public sealed class PriceSamplesTests
{
    private static readonly DateOnly Start = new(2000, 1, 3);

    [Fact]
    public void Samples_survive_their_encoding()
    {
        var samples = PriceSamples.Of([Bar(0, 10, 9.9), Bar(1, 11), Bar(2, 12) with { AdjClose = null }], []);

        var decoded = PriceSamples.Decode(samples.Encode());

        Assert.Equal((3, true), (decoded.Count, decoded.AdjustsForCash));
        Assert.Equal(samples.From(Start), decoded.From(Start));
        Assert.Equal(12, decoded.Before(DateOnly.MaxValue)!.Value.Close);
        Assert.True(float.IsNaN(decoded.Before(DateOnly.MaxValue)!.Value.Factor));
    }

    [Theory]
    [InlineData(0.99, true), InlineData(1, false), InlineData(0, null)]
    public void Adjusting_for_cash_is_yes_no_or_unknown(double factor, bool? expected)
    {
        var samples = PriceSamples.Of([Bar(0, 10) with { AdjClose = factor == 0 ? null : 10 * factor }], []);

        Assert.Equal(expected, PriceSamples.Decode(samples.Encode()).AdjustsForCash);
    }

    /// <summary>A few days of long ago, and the same days in a history of today.</summary>
    [Fact]
    public void Days_around_a_split_are_common_to_short_and_long_documents()
    {
        var split = CorporateAction.Split(Start.AddDays(5_000), 4, 1);
        var before = PriceSamples.Of([.. Enumerable.Range(4_993, 7).Select(i => Bar(i, 400))], []);
        var history = PriceSamples.Of([.. Enumerable.Range(0, 10_000).Select(i => Bar(i, 100))], [split]);

        Assert.Equal(4, before.RatioTo(history, split.ExDate));
        Assert.InRange(history.Count, 500, 600);
    }

    [Fact]
    public void Both_days_of_a_step_of_adjusted_closes_are_sampled()
    {
        var samples = PriceSamples.Of([.. Enumerable.Range(0, 1_000).Select(i => Bar(i, 100, i < 503 ? 99.5 : 100))], []);

        Assert.Equal(Start.AddDays(502), samples.Before(Start.AddDays(503))!.Value.Day);
        Assert.Equal(Start.AddDays(503), samples.From(Start.AddDays(503))!.Value.Day);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(6)]
    public void Rounding_of_adjusted_closes_is_no_step(int decimals)
    {
        var samples = PriceSamples.Of([.. Enumerable.Range(0, 1_000)
            .Select(i => Math.Round(20 + i % 7 * 0.3721, decimals))
            .Select((close, i) => Bar(i, close, Math.Round(close * 0.91234, decimals)))], []);

        Assert.InRange(samples.Count, 70, 90);
    }

    private static DailyBar Bar(int day, double close, double? adjusted = null) =>
        new(Start.AddDays(day), close, close, close, close, adjusted ?? close, 1_000);
}
