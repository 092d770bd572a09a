using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Processing.Dividends;

public sealed class PaymentCurrencyTests
{
    /// <summary>BBOX.L: USD 0.25 for a share of 150 pence.</summary>
    [Theory]
    [InlineData("USD", "GBp", true)]
    [InlineData("USD", null, true)]
    [InlineData("GBP", "GBp", false)]
    [InlineData("GBp", "GBp", false)]
    [InlineData(null, "GBp", false)]
    public void Dividend_without_a_rate_is_kept_with_a_finding(string? paid, string? priced, bool isFinding)
    {
        var dividend = CorporateAction.Cash(TestBars.Day2, ActionKind.Dividend, 0.01, currency: paid);

        var processed = Process(dividend, priced);

        Assert.Equal(
            isFinding ? [(FindingKind.DividendCurrency, TestBars.Day2)] : [],
            processed.Findings.Select(f => (f.Kind, f.Date!.Value)));
        Assert.Equal([dividend], processed.Actions);
    }

    /// <summary>0.05 pounds are half of a share of 10 pence, which did not fall; 0.05 dollars may be anything.</summary>
    [Theory]
    [InlineData("GBP", FindingKind.DividendImplausible)]
    [InlineData("USD", FindingKind.DividendCurrency)]
    public void Amount_is_compared_in_the_currency_of_the_prices(string paid, FindingKind kind)
    {
        var processed = Process(CorporateAction.Cash(TestBars.Day2, ActionKind.Dividend, 0.05, currency: paid), "GBp");

        Assert.Equal((kind, TestBars.Day2), TestBars.Only(processed));
    }

    private static ProcessedDocument Process(CorporateAction dividend, string? currency)
    {
        DailyBar[] bars = [TestBars.Bar(TestBars.Day1) with { AdjClose = null }, TestBars.Bar(TestBars.Day2) with { AdjClose = null }];
        return TestBars.Process(TestBars.Document(bars) with { Actions = [dividend], Listing = new Listing(Currency: currency) });
    }
}
