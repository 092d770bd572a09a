using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.DropFolder;

/// <summary>Symbols that a CSV names itself: in yfinance's header of several lines, or in a column.</summary>
public sealed class NamedSymbolTests
{
    private const string Row = "2026-11-24,10.5,11,12,9,10,100\n";

    [Theory]
    [InlineData("Price,Adj Close,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,,\n")]
    [InlineData("Ticker,AAPL,AAPL,AAPL,AAPL,AAPL,AAPL\nPrice,Adj Close,Close,High,Low,Open,Volume\nDate,,,,,,\n")]
    [InlineData(",Adj Close,Close,High,Low,Open,Volume\n,AAPL,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,,\n")]
    [InlineData("Date,Adj Close,Close,High,Low,Open,Volume\n,AAPL,AAPL,AAPL,AAPL,AAPL,AAPL\n")]
    public void Header_of_several_lines_is_read_with_its_ticker(string header)
    {
        var document = ParseSamples.Dropped(header + Row, symbol: null).Document();

        Assert.Equal(new(new(2026, 11, 24), 10, 12, 9, 11, 10.5, 100), document.Rows.Single().Bar);
        Assert.Equal(("AAPL", PriceBasis.SplitAdjusted, true), (document.Listing.Symbol, document.Basis, document.BasisProved));
        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Dropped(header + Row, "MSFT").Refusal());
    }

    [Fact]
    public void Header_of_several_lines_by_default_is_adjusted_for_dividends() => Assert.Equal(
        Reason.Basis,
        ParseSamples.Dropped("Price,Close,High,Low,Open,Volume\nTicker,T,T,T,T,T\nDate,,,,,\n2026-11-24,1,1,1,1,1\n", "T").Refusal());

    [Theory]
    [InlineData("Price,Close,Close,Volume,Volume\nTicker,AAPL,MSFT,AAPL,MSFT\nDate,,,,\n2026-11-24,1,2,3,4\n")]
    [InlineData("Date,Symbol,Close\n2026-11-24,AAPL,1\n2026-11-24,MSFT,2\n")]
    public void File_of_several_symbols_is_refused_with_advice(string csv)
    {
        var result = ParseSamples.Dropped(csv, "AAPL");

        Assert.Equal(Reason.SymbolMismatch, result.Refusal());
        Assert.Contains("one file for each symbol", ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAPL", null, "AAPL"), InlineData("AAPL.US", null, "AAPL"), InlineData("AAPL", "AAPL", "AAPL")]
    [InlineData("BRK.B", "BRK-B", "BRK-B"), InlineData("VOD.L", "VOD.L", "VOD.L"), InlineData("NASDAQ:AAPL", "AAPL", null)]
    public void Column_of_symbols_names_the_symbol(string written, string? wanted, string? symbol) =>
        Assert.Equal(symbol, ParseSamples.Dropped($"Ticker,Date,Close\n{written},2026-11-24,1\n", wanted).Document().Listing.Symbol);

    [Theory]
    [InlineData("MSFT", "AAPL"), InlineData("VOD.L", "VOD")]
    public void Column_of_another_symbol_than_the_name_is_refused(string written, string wanted) =>
        Assert.Equal(Reason.SymbolMismatch, ParseSamples.Dropped($"Ticker,Date,Close\n{written},2026-11-24,1\n", wanted).Refusal());

    [Theory]
    [InlineData("HistoricalData_1700000000000.csv"), InlineData("HistoricalQuotes.csv"), InlineData("HistoricalPrices.csv")]
    [InlineData("Apple Stock Price History.csv"), InlineData("Apple Historical Data.csv")]
    public void File_without_any_symbol_is_refused(string name)
    {
        var symbol = Core.Sources.DropFolder.DroppedFileName.Of(name).Symbol?.Value;

        Assert.Equal(Reason.FileName, ParseSamples.Dropped("Date,Close\n2026-11-24,1\n", symbol).Refusal());
    }
}
