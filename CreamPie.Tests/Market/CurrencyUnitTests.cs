using CreamPie.Core.Market;

namespace CreamPie.Tests.Market;

public sealed class CurrencyUnitTests
{
    [Theory]
    [InlineData("USD", "USD", 1.0)]
    [InlineData(null, "GBp", 1.0)]
    [InlineData("GBP", "GBp", 100.0)]
    [InlineData("GBX", "GBp", 1.0)]
    [InlineData("ZAc", "ZAR", 0.01)]
    [InlineData("ILS", "ILA", 100.0)]
    [InlineData("USD", "GBp", null)]
    [InlineData("GBP", "ZAc", null)]
    [InlineData("USD", null, null)]
    public void Only_a_currencys_own_unit_has_a_fixed_rate(string? from, string? to, double? rate) =>
        Assert.Equal(rate, CurrencyUnit.Rate(from, to));
}
