using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Web.Components.Admin;
using CreamPie.Web.Components.Stocks;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.Market;

public sealed class SymbolTests
{
    [Theory]
    [InlineData("M&M.NS")]
    [InlineData("J&KBANK.NS")]
    [InlineData("PE&OLES.MX")]
    [InlineData("NIFTY_FIN_SERVICE.NS")]
    [InlineData("^GSPC")]
    public void Symbols_are_accepted_as_exchanges_write_them(string text) =>
        Assert.Equal(text, Symbol.Parse($" {text.ToLowerInvariant()} ").Value);

    [Theory]
    [InlineData("&M")]
    [InlineData("_NIFTY")]
    [InlineData("AAPL_")]
    [InlineData("AAPL&")]
    [InlineData("A A")]
    [InlineData("A..B")]
    public void Other_texts_are_no_symbols(string text) => Assert.False(Symbol.TryParse(text, out _));

    [Fact]
    public void Ampersand_is_escaped_in_every_address()
    {
        var symbol = Symbol.Parse("M&M.NS");

        var chart = new YahooChartSource(Options.Create(new YahooChartOptions()), new OwnAddress());
        var page = new YahooPageSource(Options.Create(new YahooPageOptions()), new OwnAddress());

        var now = new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
        Assert.Contains("/chart/M%26M.NS?", chart.RequestHistory(symbol, null, now)!.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("/quote/M%26M.NS/", page.RequestHistory(symbol, null, now)!.Url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("stocks/M%26M.NS", StockLinks.Chart(symbol.Value));
        Assert.Equal("track?symbol=M%26M.NS", StockLinks.Track(symbol.Value));
        Assert.Equal("admin/documents?symbol=M%26M.NS", AdminLinks.DocumentsOf(symbol.Value));
    }
}
