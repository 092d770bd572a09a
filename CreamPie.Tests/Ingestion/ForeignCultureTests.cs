using System.Globalization;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Ingestion.SourceResponses;

namespace CreamPie.Tests.Ingestion;

/// <summary>A server with another culture reads and stores the same values.</summary>
public class ForeignCultureTests
{
    [Theory]
    [OnSqlite("de-DE"), OnSqlite("tr-TR"), OnSqlite("fa-IR"), OnPostgres("de-DE"), OnPostgres("tr-TR"), OnPostgres("fa-IR")]
    public async Task Every_source_gives_the_same_bars_in_any_culture(DatabaseProvider provider, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        await using var rig = await IngestionRig.StartAsync(provider, settings: root => new()
        {
            ["Sources:AlphaVantage:ApiKey"] = "ANYKEY",
            ["Sources:AlphaVantage:BaseUrl"] = root.ToString(),
            ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol:lower}}&from={{from:yyyyMMdd}}",
        });
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 5);
        rig.Serve("AIR", Page("AIR", bars, now));
        rig.Serve("TEST", System.Text.Encoding.UTF8.GetBytes(HandWrittenPages.Page(HandWrittenPages.Table())));
        rig.ServeChart("MSI", bars, now);
        rig.Source.On("/csv", RawHttpServer.Answer(
            200, "Date,Open,High,Low,Close,Volume\n2025-06-12,1,2,1,1.5,10\n2025-06-13,1,2,1,1.75,20\n"u8.ToArray(),
            "Content-Type: text/csv"));
        rig.Source.On("/query", RawHttpServer.Answer(200, System.Text.Encoding.UTF8.GetBytes("""
            {"Meta Data": {"2. Symbol": "IBM", "5. Time Zone": "US/Eastern"}, "Time Series (Daily)": {
                "2025-06-13": {"1. open": "1.2500", "2. high": "2.0", "3. low": "1.0", "4. close": "1.7500",
                    "5. adjusted close": "1.625", "6. volume": "1234500", "7. dividend amount": "0.1250", "8. split coefficient": "1.0"},
                "2025-06-12": {"1. open": "3.0000", "2. high": "4.5", "3. low": "2.5", "4. close": "3.5000",
                    "5. adjusted close": "1.6250", "6. volume": "2000", "7. dividend amount": "0.0000", "8. split coefficient": "2.0"},
                "2025-06-11": {"1. open": "7.0000", "2. high": "9.0", "3. low": "5.0", "4. close": "7.5000",
                    "5. adjusted close": "3.5", "6. volume": "1000", "7. dividend amount": "0.0000", "8. split coefficient": "1.0"}}}
            """), "Content-Type: application/json"));

        var loaded = new[]
        {
            await rig.PullAsync(SourceName.YahooPage, "AIR"),
            await rig.PullAsync(SourceName.YahooPage, "TEST"),
            await rig.PullAsync(SourceName.YahooChart, "MSI"),
            await rig.PullAsync(SourceName.CsvTemplate, "VOD", new DateOnly(2025, 6, 1)),
            await rig.PullAsync(SourceName.AlphaVantage, "IBM"),
            await rig.DropAsync("IBI.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2025-06-12,1.25,2,1,1.5,1.5,1000\n"u8.ToArray()),
        };

        Assert.All(loaded, d => Assert.Equal((DocumentState.Loaded, null), (d.State, d.Error)));
        Assert.Equal(bars.Select(b => b.Close), (await rig.BarsAsync("AIR")).Select(b => b.Close));
        Assert.Equal([(10.5, 1_000L), (11.1, 1_234_500L)], (await rig.BarsAsync("TEST")).Select(b => (b.Close, b.Volume!.Value)));
        Assert.Equal(bars.Select(b => b.Date), (await rig.BarsAsync("MSI")).Select(b => b.Date));
        Assert.Equal([1.5, 1.75], (await rig.BarsAsync("VOD")).Select(b => b.Close));
        // Alpha Vantage is as traded: the bar before the split is stored at half its price and twice its volume.
        Assert.Equal(
            [(3.75, 3.5, 2_000L), (3.5, 3, 2_000L), (1.75, 1.25, 1_234_500L)],
            (await rig.BarsAsync("IBM")).Select(b => (b.Close, b.Open!.Value, b.Volume!.Value)));
        Assert.Equal(
            [CorporateAction.Split(new(2025, 6, 12), 2, 1), CorporateAction.Cash(new(2025, 6, 13), ActionKind.Dividend, 0.125)],
            await rig.ActionsAsync("IBM"));
        Assert.Equal((new(2025, 6, 12), 1.25), (await rig.BarsAsync("IBI")).Select(b => (b.Date, b.Open!.Value)).Single());
        Assert.Contains(rig.Source.Requests, r => r.Contains("/csv?s=vod&from=20250601 ", StringComparison.Ordinal));
    }
}
