using System.Text;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Sources.Yahoo;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.RealDocuments;

/// <summary>Every file of shared/data/yahoo-chart is read or refused by its content, fetched or dropped.</summary>
[Trait("Lane", "RealDocuments")]
public sealed class YahooChartFolderTests
{
    private sealed record Expected(
        string File, string Symbol, int Rows, int NoClose, int Actions, string First, string Last,
        string Currency, string Exchange, string FinalThrough);

    private static readonly Expected[] Histories =
    [
        // Its last trade was one second after the close.
        new("lukin_chart.json", "META", 250, 0, 4, "2024-10-17", "2025-10-16", "USD", "NMS", "2025-10-16"),
        new("pp_response_yahoo_historical01.json", "MUV2.DE", 123, 1, 0, "2017-11-27", "2018-05-25", "EUR", "GER", "2018-05-25"),
        // Begins in 1962, so timestamps are negative.
        new("pricehist_ibm-long-partial.json", "IBM", 10, 0, 17, "1962-01-02", "2021-01-08", "USD", "NYQ", "2021-01-08"),
        // In summer its days begin at 23:00 UTC of the day before.
        new("pricehist_inrx-with-null.json", "INR=X", 3, 1, 0, "2017-07-10", "2017-07-13", "INR", "CCY", "2017-07-13"),
        new("yfr_BTC-USD-abd4b3.json", "BTC-USD", 10, 0, 0, "2026-04-01", "2026-04-10", "USD", "CCC", "2026-04-10"),
        // The last row is the live row of an unfinished day.
        new("yfr_GBPUSD=X-3c1dd5.json", "GBPUSD=X", 5, 0, 0, "2022-08-30", "2022-09-05", "USD", "CCY", "2022-09-02"),
        new("yfr_caret-NSEI-02c94b.json", "^NSEI", 6, 0, 0, "2022-07-01", "2022-07-08", "INR", "NSI", "2022-07-08"),
    ];

    private static readonly (string File, string Symbol, Reason Reason, string Words)[] Refused =
    [
        ("beanprice_close_price_with_null.json", "BGBL.AX", Reason.Basis, "1m, not daily: use interval=1d"),
        ("scheb_dividendData.json", "AAPL", Reason.Basis, "1mo, not daily: use interval=1d"),
        ("scheb_splitData.json", "AAPL", Reason.Basis, "1mo, not daily: use interval=1d"),
        ("brad_aapl_chart_no_results.json", "AAPL", Reason.EmptyUnexpected, "no timestamps"),
        ("scheb_noData.json", "CAPIO.ST", Reason.EmptyUnexpected, "no timestamps"),
    ];

    private static readonly YahooChartSource Network = new(Options.Create(new YahooChartOptions()), new OwnAddress());

    [RealDataFact]
    public void Every_file_of_the_folder_is_covered() => Assert.Equal(
        new RealFolder("yahoo-chart").Files,
        Histories.Select(h => h.File).Concat(Refused.Select(r => r.File)).Order(StringComparer.Ordinal));

    [RealDataFact]
    public void Every_history_is_read_with_its_currency_and_actions()
    {
        var folder = new RealFolder("yahoo-chart");
        Assert.All(Histories, expected =>
        {
            var loaded = folder.Load(expected.File, expected.Symbol);

            Assert.Equal(expected, new Expected(
                expected.File, loaded.Listing.Symbol!, loaded.Bars.Count, loaded.Rejected, loaded.Actions.Count,
                $"{loaded.Range!.Value.First:yyyy-MM-dd}", $"{loaded.Range!.Value.Last:yyyy-MM-dd}",
                loaded.Listing.Currency!, loaded.Listing.Exchange!, $"{loaded.FinalThrough:yyyy-MM-dd}"));
            Assert.Equal(PriceBasis.SplitAdjusted, loaded.Basis);
            Assert.All(loaded.Bars, bar => Assert.True(bar.Close > 0));
            Assert.Equal(expected.FinalThrough != expected.Last, !loaded.Bars[^1].Final);
            Assert.DoesNotContain(
                loaded.Findings,
                f => f.Kind is FindingKind.ClosedDay or FindingKind.FutureRow or FindingKind.UnknownAction or FindingKind.ConflictingRows);
        });
    }

    [RealDataFact]
    public void Fetched_answer_gives_the_same_rows()
    {
        var folder = new RealFolder("yahoo-chart");
        Assert.All(Histories, expected =>
        {
            var file = ((ParseResult.Parsed)folder.Read(expected.File, expected.Symbol)).Document;
            var network = Assert.IsType<ParseResult.Parsed>(Fetched(folder.Bytes(expected.File), expected.Symbol)).Document;

            Assert.Equal(file.Rows, network.Rows);
            Assert.Equal(file.Actions, network.Actions);
            Assert.True(network.ListsActions);
        });
    }

    [RealDataFact]
    public void Non_daily_history_is_refused_with_advice()
    {
        var folder = new RealFolder("yahoo-chart");
        Assert.All(Refused, refused =>
        {
            folder.AssertRefused(refused.File, refused.Symbol, refused.Reason, refused.Words);
            Assert.Equal(refused.Reason, Assert.IsType<ParseResult.Refused>(Fetched(folder.Bytes(refused.File), refused.Symbol)).Reason);
        });
    }

    /// <summary>9:30 in New York is the same day in London; midnight in London and 10:00 in Sydney are the day before, UTC.</summary>
    [RealDataFact]
    public void Day_is_the_exchange_date_in_any_zone_and_era()
    {
        var folder = new RealFolder("yahoo-chart");

        Assert.Equal(RealFolder.Day("1962-01-02"), folder.Load("pricehist_ibm-long-partial.json", "IBM").Bars[0].Date);
        Assert.Equal(RealFolder.Day("2017-07-10"), folder.Load("pricehist_inrx-with-null.json", "INR=X").Bars[0].Date);
        // 2025-06-15T23:00:00Z, which is Monday the 16th there; Honolulu's Friday ends on London's Saturday.
        Assert.Equal(RealFolder.Day("2025-06-16"), DayOf("Australia/Sydney", 36_000, 1_750_028_400));
        Assert.Equal(RealFolder.Day("2025-06-16"), DayOf("Pacific/Auckland", 43_200, 1_750_024_800));
        Assert.Equal(RealFolder.Day("2025-06-13"), DayOf("Pacific/Honolulu", -36_000, 1_749_862_800));
        Assert.Equal(RealFolder.Day("1969-12-31"), DayOf("America/New_York", -18_000, -34_200));
    }

    /// <summary>The endpoint quotes London in pence; prices are not converted to pounds.</summary>
    [Fact]
    public void Pence_prices_stay_in_pence()
    {
        var json = Chart("VOD.L", "GBp", "LSE", "Europe/London", 3_600, 1_749_798_000, "74.38");

        var document = Assert.IsType<ParseResult.Parsed>(Fetched(Encoding.UTF8.GetBytes(json), "VOD.L")).Document;

        Assert.Equal(("GBp", 74.38), (document.Listing.Currency, document.Rows[0].Bar.Close));
    }

    private static DateOnly DayOf(string zone, int offset, long seconds) => Assert.IsType<ParseResult.Parsed>(
        Fetched(Encoding.UTF8.GetBytes(Chart("TEST", "USD", "XXX", zone, offset, seconds, "1.5")), "TEST")).Document.Rows[0].Bar.Date;

    private static string Chart(string symbol, string currency, string exchange, string zone, int offset, long seconds, string close) =>
        $"{{\"chart\":{{\"result\":[{{\"meta\":{{\"currency\":\"{currency}\",\"symbol\":\"{symbol}\",\"exchangeName\":\"{exchange}\","
        + $"\"gmtoffset\":{offset},\"exchangeTimezoneName\":\"{zone}\",\"dataGranularity\":\"1d\"}},"
        + $"\"timestamp\":[{seconds}],\"indicators\":{{\"quote\":[{{\"open\":[{close}],"
        + $"\"high\":[{close}],\"low\":[{close}],\"close\":[{close}],\"volume\":[1]}}]}}}}],\"error\":null}}}}";

    private static ParseResult Fetched(byte[] bytes, string symbol) =>
        Network.Parse(new ParseInput(bytes, Symbol.Parse(symbol), FromNetwork: true, "application/json"), CancellationToken.None);
}
