using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Tests.Sources.Yahoo;

public sealed class DividendCurrencyTests
{
    [Theory]
    [InlineData(",\"currency\":\"USD\"", "USD")]
    [InlineData(",\"currency\":\"GBp\"", "GBp")]
    [InlineData(",\"currency\":null", null)]
    [InlineData("", null)]
    public void Dividend_of_a_chart_keeps_its_currency(string told, string? currency) => Assert.Equal(
        [CorporateAction.Cash(new(2025, 6, 5), ActionKind.Dividend, 0.25, currency: currency)], Parse(told).Actions);

    [Fact]
    public void Unreadable_currency_is_an_unknown_action()
    {
        var document = Parse(",\"currency\":\"US dollars per share\"");

        Assert.Empty(document.Actions);
        Assert.Equal(RowProblem.Payment, Assert.Single(document.Errors).Kind);
    }

    private static ParsedDocument Parse(string told)
    {
        var json =
            """
            {"chart":{"result":[{"meta":{"currency":"GBp","symbol":"BBOX.L","exchangeName":"LSE","gmtoffset":3600,
            "exchangeTimezoneName":"Europe/London","dataGranularity":"1d"},"timestamp":[1749020400,1749106800],
            "indicators":{"quote":[{"open":[150,150],"high":[150,150],"low":[150,150],"close":[150,150],"volume":[1,1]}]},
            "events":{"dividends":{"1749106800":{"amount":0.25,"date":1749106800TOLD}}}}],"error":null}}
            """.Replace("TOLD", told, StringComparison.Ordinal);
        var result = new DroppedFileSource().Parse(
            new ParseInput(Encoding.UTF8.GetBytes(json), Symbol.Parse("BBOX.L"), FromNetwork: false), CancellationToken.None);
        return Assert.IsType<ParseResult.Parsed>(result).Document;
    }
}
