using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.AlphaVantage;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;
using Microsoft.Extensions.Options;

namespace CreamPie.Tests.RealDocuments;

/// <summary>Every file of shared/data/providers: read by its own source, and recognized or refused when dropped as a file.</summary>
[Trait("Lane", "RealDocuments")]
public sealed class ProvidersFolderTests
{
    private const string Adjusted = "alphavantage_TIME_SERIES_DAILY_ADJUSTED_kev.json";
    private const string Daily = "alphavantage_TIME_SERIES_DAILY_kev.json";
    private const string Nasdaq = "nasdaq_AAPL_2020_HistoricalQuotes.csv";
    private const string Stooq = "AAPL_stooq_2007-2017.csv";

    /// <summary>Refusals when dropped as files.</summary>
    private static readonly (string File, Reason Reason, string Words)[] Refused =
    [
        ("IBM_stooq-pl.csv", Reason.Basis, "adjusted for dividends"),
        ("nasdaq_CAPR_historical.json", Reason.ContentType, "only Yahoo's chart JSON"),
        ("polygon_AAPL_aggs.json", Reason.ContentType, "only Yahoo's chart JSON"),
        ("tiingo_daily_GOOGL.cassette.yaml", Reason.ContentType, "a CSV or a chart JSON is expected"),
        ("twelvedata_time_series.json", Reason.ContentType, "only Yahoo's chart JSON"),
        ("alphavantage_error_invalid-call_kev.json", Reason.ContentType, "only Yahoo's chart JSON"),
        ("alphavantage_note_api-limit_kev.json", Reason.ContentType, "only Yahoo's chart JSON"),
        ("alphavantage_note_premium_kev.json", Reason.ContentType, "only Yahoo's chart JSON"),
    ];

    private static readonly AlphaVantageSource AlphaVantage = new(Options.Create(new AlphaVantageOptions { ApiKey = "KEY1" }));

    [RealDataFact]
    public void Every_file_of_the_folder_is_covered() => Assert.Equal(
        new RealFolder("providers").Files,
        Refused.Select(r => r.File).Concat([Adjusted, Daily, Stooq, Nasdaq]).Order(StringComparer.Ordinal));

    [RealDataFact]
    public void Unsupported_file_is_refused_with_advice() =>
        Assert.All(Refused, refused => new RealFolder("providers").AssertRefused(refused.File, "TEST", refused.Reason, refused.Words));

    [RealDataFact]
    public void Alpha_Vantage_adjusted_series_is_as_traded_with_splits()
    {
        var folder = new RealFolder("providers");
        var document = Assert.IsType<ParseResult.Parsed>(Fetched(folder.Bytes(Adjusted), "MSFT")).Document;

        Assert.Equal((100, PriceBasis.AsTraded, true), (document.Rows.Count, document.Basis, document.ListsActions));
        Assert.Equal(new DailyBar(new(2018, 8, 20), 107.51, 107.9, 106.48, 106.87, 106.87, 17_326_964), document.Rows[0].Bar);
        Assert.Equal(
            [(new DateOnly(2018, 5, 16), 0.42), (new DateOnly(2018, 8, 15), 0.42)],
            document.Actions.Select(a => (a.ExDate, a.Amount!.Value)));
        var loaded = folder.Load(Adjusted, "MSFT");
        Assert.Equal((PriceBasis.SplitAdjusted, new DateOnly(2018, 8, 20)), (loaded.Basis, loaded.BasisDate));
        Assert.Equal(
            (new DateOnly(2018, 3, 29), new DateOnly(2018, 8, 20), 0),
            (loaded.Range!.Value.First, loaded.Range.Value.Last, loaded.Rejected));
        Assert.Empty(loaded.Findings);
    }

    [RealDataFact]
    public void Alpha_Vantage_plain_series_lists_no_splits()
    {
        var loaded = new RealFolder("providers").Load(Daily, "MSFT");

        Assert.Equal((100, PriceBasis.AsTraded, false), (loaded.Bars.Count, loaded.Basis, loaded.ListsActions));
        Assert.Equal(Reason.SymbolMismatch, Assert.IsType<ParseResult.Refused>(Fetched(RealData.Bytes("providers", Daily), "IBM")).Reason);
    }

    [RealDataFact]
    public void Alpha_Vantage_errors_with_status_200_are_classified()
    {
        var folder = new RealFolder("providers");

        var refused = Assert.IsType<ParseResult.Refused>(Fetched(folder.Bytes("alphavantage_error_invalid-call_kev.json"), "CMO"));
        Assert.Equal(Reason.SymbolUnknown, refused.Reason);
        Assert.Null(Said("alphavantage_error_invalid-call_kev.json"));
        Assert.Equal(Reason.RateLimited, Said("alphavantage_note_api-limit_kev.json"));
        Assert.Equal(Reason.RateLimited, Said("alphavantage_note_premium_kev.json"));
        Assert.Null(Said(Adjusted));
        Assert.Null(Said(Daily));

        Reason? Said(string file)
        {
            var url = new Uri("https://www.alphavantage.co/query");
            return AlphaVantage.Classify(new SourceResponse(url, "application/json", folder.Bytes(file)))?.Reason;
        }
    }

    /// <summary>Nothing in the file says that its prices are also adjusted for dividends, so it is read by its header.</summary>
    [RealDataFact]
    public void English_Stooq_file_reads_like_any_other()
    {
        var loaded = new RealFolder("providers").Load(Stooq, "AAPL");

        Assert.Equal((2_518, 1), (loaded.Bars.Count, loaded.Rejected));
        Assert.All(loaded.Bars, bar => Assert.Null(bar.AdjClose));
    }

    [RealDataFact]
    public void Nasdaq_file_loads_on_a_basis_that_is_not_proved()
    {
        var loaded = new RealFolder("providers").Load(Nasdaq, "AAPL");

        var newest = loaded.Bars[^1];
        Assert.Equal((new DateOnly(2020, 5, 22), 318.89, 20_450_750), (newest.Date, newest.Close, newest.Volume));
        Assert.Equal((PriceBasis.SplitAdjusted, false, 0), (loaded.Basis, loaded.BasisProved, loaded.Rejected));
    }

    private static ParseResult Fetched(byte[] bytes, string symbol) =>
        AlphaVantage.Parse(new ParseInput(bytes, Symbol.Parse(symbol), FromNetwork: true, "application/json"), CancellationToken.None);
}
