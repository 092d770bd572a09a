using System.Globalization;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Tests.Sources.DropFolder;

public sealed class DroppedFileNameTests
{
    [Theory]
    [InlineData("2025-06-16_TSLA_svelte.html", "TSLA", "2025-06-16")]
    [InlineData("AAPL_2020-12-11.csv", "AAPL", "2020-12-11")]
    [InlineData("DEN_2020-12-11_many-null.csv", "DEN", "2020-12-11")]
    [InlineData("^GSPC_2023-12-28.csv", "^GSPC", "2023-12-28")]
    [InlineData("BRK-B.csv", "BRK-B", null)]
    [InlineData("7203.T.csv", "7203.T", null)]
    [InlineData("7203.T", "7203.T", null)]
    [InlineData("GBPUSD=X.json", "GBPUSD=X", null)]
    [InlineData("aapl.HTM", "AAPL", null)]
    [InlineData("TSLA", "TSLA", null)]
    [InlineData("AAPL_2020-13-41.csv", "AAPL", null)]
    [InlineData("2025-06-16.html", null, "2025-06-16")]
    [InlineData("my prices of today.csv", null, null)]
    [InlineData("AAPL.US.csv", "AAPL", null)]
    [InlineData("_TSLA.csv", null, null)]
    [InlineData(".csv", null, null)]
    [InlineData("", null, null)]
    [InlineData("M&M.NS_2024-01-10.csv", "M&M.NS", "2024-01-10")]
    [InlineData("NIFTY_FIN_SERVICE.NS_2024-01-10.csv", "NIFTY_FIN_SERVICE.NS", "2024-01-10")]
    [InlineData("2024-01-10_nifty_midcap_100.ns_1d_splits.csv", "NIFTY_MIDCAP_100.NS", "2024-01-10")]
    [InlineData("NIFTY_FIN_SERVICE.NS_1d_splits.csv", "NIFTY_FIN_SERVICE.NS", null)]
    [InlineData("MSFT.csv.txt", "MSFT", null)]
    [InlineData("orcl-1995-2014_v2.csv", "ORCL", null)]
    [InlineData("NVDA.CSV.TXT", "NVDA", null)]
    [InlineData("AAPL.xls", "AAPL", null)]
    [InlineData("AAPL (1).csv", "AAPL", null)]
    [InlineData("AAPL_2020-12-11 (2).csv.txt", "AAPL", "2020-12-11")]
    [InlineData("AAPL.csv (1).txt", "AAPL", null)]
    [InlineData("BRK-B - Copy (2).csv", "BRK-B", null)]
    [InlineData("AAPL-2024-01-10.csv", "AAPL", "2024-01-10")]
    [InlineData("Apple Inc. (AAPL) Stock Historical Prices & Data - Yahoo Finance.html", "AAPL", null)]
    [InlineData("Mahindra & Mahindra Limited (M&M.NS) Stock Historical Prices (3).html", "M&M.NS", null)]
    [InlineData("S&P 500 (^GSPC) Historical Data - Yahoo Finance.htm", "^GSPC", null)]
    [InlineData("GBP_USD Exchange Rate (GBPUSD=X).html", "GBPUSD=X", null)]
    [InlineData("aapl_us_d.csv", "AAPL", null)]
    [InlineData("daily_adjusted_IBM.csv", "IBM", null)]
    [InlineData("APLD_a.json", "APLD", null)]
    [InlineData("AAPL_2020-01-01_2020-12-31.csv", "AAPL", null)]
    [InlineData("AAPL_1d_splits_2024-01-02_2025-06-13 (1).csv", "AAPL", null)]
    [InlineData("7203.T_1d_splits_2024-01-02_2024-01-02.csv", "7203.T", null)]
    [InlineData("2025-06-16_AAPL_1d_splits_2024-01-02_2025-06-13.csv", "AAPL", "2025-06-16")]
    [InlineData("AAPL_2024-01-02_2025-06-13.unproved.csv", "AAPL", null)]
    [InlineData("STOCK_US_XNAS_AAPL.csv", "AAPL", null)]
    [InlineData("Download Data - STOCK_US_XNYS_BRK.B (1).csv", "BRK-B", null)]
    [InlineData("FUND_US_ARCX_SPY.csv", "SPY", null)]
    [InlineData("AAPL Historical Data.csv", "AAPL", null)]
    [InlineData("AAPL Historical Data (2).csv", "AAPL", null)]
    [InlineData("aapl.us.txt", "AAPL", null)]
    [InlineData("AAPL.unproved.csv", "AAPL", null)]
    public void File_name_gives_symbol_and_capture_day(string name, string? symbol, string? day)
    {
        var read = DroppedFileName.Of(name);

        Assert.Equal(symbol, read.Symbol?.Value);
        DateTime? noon = day is null
            ? null
            : DateTime.ParseExact(
                $"{day} 12Z", "yyyy-MM-dd HH'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.Equal(noon, read.CapturedAt);
        Assert.Equal(noon?.Kind, read.CapturedAt?.Kind);
    }

    [Theory]
    [InlineData("HistoricalData_1699.csv")]
    [InlineData("HistoricalData_1699123456789.csv")]
    [InlineData("HISTORICALDATA.csv")]
    [InlineData("HistoricalPrices.csv")]
    [InlineData("my-data.csv")]
    [InlineData("aapl-full.csv")]
    [InlineData("AAPL-1D.csv")]
    [InlineData("AAPL20250616.csv")]
    [InlineData("HistoricalQuotes (1).csv")]
    [InlineData("table.csv")]
    [InlineData("Table.csv")]
    [InlineData("daily.csv")]
    [InlineData("1699123456789.csv")]
    [InlineData("AT&T Stock Price History.csv")]
    [InlineData("Download Data - STOCK_UK_XLON_VOD.csv")]
    [InlineData("Apple Stock Price History.csv")]
    [InlineData("Apple Historical Data.csv")]
    [InlineData("S&P 500 Historical Data.csv")]
    [InlineData("NIFTY_BANK.csv")]
    [InlineData("BATS_AAPL, 1D.csv")]
    [InlineData("BRK_B.csv")]
    [InlineData("AAPL_MSFT_2024-01-10.csv")]
    [InlineData("orcl-1995-2014-x_v2.csv")]
    [InlineData("ORCL-1995.csv")]
    [InlineData("EWG-1d-no-bad-divs.csv")]
    [InlineData("pair-right_AAPL_2020-12-11.csv")]
    [InlineData("Foo (BAR) against (BAZ).csv")]
    [InlineData("TSLA (TESLA).csv")]
    [InlineData("AAPL.csv.enc")]
    [InlineData("AAPL.csv.crdownload")]
    public void Name_that_is_not_understood_gives_no_symbol(string name) => Assert.Null(DroppedFileName.Of(name).Symbol);
}
