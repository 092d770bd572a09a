using CreamPie.Core.Market;

namespace CreamPie.Tests.Market;

/// <summary>A price of any size has the same number policy.</summary>
public sealed class PriceTests
{
    [Theory]
    [InlineData(0.000001, 0.000002, false), InlineData(0.01, 0.02, false), InlineData(1.31e-8, 1.32e-8, false)]
    [InlineData(0.999999, 1.000001, false), InlineData(0.9999999, 1.0000001, true), InlineData(0.128348, 0.12834801, true)]
    [InlineData(600_000.12, 600_000.13, true), InlineData(600_000.12, 600_000.5, false), InlineData(0, 0, true)]
    [InlineData(-37.63, -37.64, false), InlineData(-0.0000131, 0.0000131, false), InlineData(0, 1e-9, false)]
    public void Prices_are_the_same_relative_to_their_size(double a, double b, bool same)
    {
        Assert.Equal(same, Price.Same(a, b));
        Assert.Equal(same, Price.Same(b, a));
    }

    [Theory]
    [InlineData(0.0000131, 0.0000123, 8e-7), InlineData(1.31e-8, 1.23e-8, 8e-10), InlineData(0.0000123, 0.0000131, -8e-7)]
    [InlineData(214.79, 212.5, 2.29), InlineData(1_234_567.89, 1_234_567.8, 0.09), InlineData(1.0002, 0.9998, 0.0004)]
    [InlineData(4e30, 2e30, 2e30)]
    public void Difference_of_two_decimals_is_a_decimal(double price, double before, double change) =>
        Assert.Equal(change, Price.Difference(price, before));

    [Theory]
    [InlineData(329.13, 0.005), InlineData(10, 0.005), InlineData(0.0989, 0.00005), InlineData(0.000013, 5e-7), InlineData(0, 0.005)]
    public void Display_rounds_to_half_of_the_last_decimal_shown(double shown, double half) =>
        Assert.InRange(Price.DisplayRounding(shown) / half, 1, 1.001);

    [Theory]
    [InlineData(0.128348, 5e-7), InlineData(0.000001, 5e-7), InlineData(0.041015625, 2.4609375e-9), InlineData(600_000, 0.036)]
    public void Sources_round_to_six_decimals_or_to_a_float(double price, double most) =>
        Assert.Equal(most, Price.Rounding(price), 1e-15);

    [Theory]
    [InlineData(1.31e-5), InlineData(1e-6), InlineData(8e-10), InlineData(0.128348), InlineData(38_915.87), InlineData(131_072.12)]
    [InlineData(612_345.12), InlineData(1_234_567.25)]
    public void Widened_float_of_any_size_becomes_its_decimal_again(double price) =>
        Assert.Equal(price, Price.FromWidenedFloat((float)price));

    [Theory]
    [InlineData(1_234_567.25), InlineData(1_234_567.89), InlineData(615_000.5), InlineData(0.0000131), InlineData(8e-10)]
    public void Price_that_no_float_widened_to_stays(double price) => Assert.Equal(price, Price.FromWidenedFloat(price));
}
