using System.Globalization;
using CreamPie.Core.Archiving;
using CreamPie.Core.Database;
using CreamPie.Core.Market;
using CreamPie.Tests.Parsing;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Ingestion.Answers;

namespace CreamPie.Tests.Ingestion;

/// <summary>A server that stands in another country reads and stores the same.</summary>
public class ForeignCultureTests
{
    [Theory]
    [OnSqlite("de-DE"), OnSqlite("tr-TR"), OnSqlite("fa-IR"), OnPostgres("de-DE"), OnPostgres("tr-TR"), OnPostgres("fa-IR")]
    public async Task Every_source_gives_the_same_bars(DatabaseProvider provider, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        await using var rig = await IngestionRig.StartAsync(provider, settings: root => new()
        {
            ["Sources:Csv:UrlTemplate"] = $"{root}csv?s={{symbol:lower}}&from={{from:yyyyMMdd}}",
        });
        var now = rig.Get<TimeProvider>().Now();
        var bars = Sessions(now, 5);
        rig.Serve("AIR", Page("AIR", bars, now));
        rig.Serve("TEST", System.Text.Encoding.UTF8.GetBytes(HandWritten.Page(HandWritten.Table())));
        rig.ServeChart("MSI", bars, now);
        rig.Source.On("/csv", RawHttpServer.Answer(200, "Date,Open,High,Low,Close,Volume\n2025-06-12,1,2,1,1.5,10\n2025-06-13,1,2,1,1.75,20\n"u8.ToArray(), "Content-Type: text/csv"));

        var loaded = new[]
        {
            await rig.PullAsync(SourceName.YahooPage, "AIR"),
            await rig.PullAsync(SourceName.YahooPage, "TEST"),
            await rig.PullAsync(SourceName.YahooChart, "MSI"),
            await rig.PullAsync(SourceName.CsvTemplate, "VOD", new DateOnly(2025, 6, 1)),
            await rig.DropAsync("IBI.csv", "Date,Open,High,Low,Close,Adj Close,Volume\n2025-06-12,1.25,2,1,1.5,1.5,1000\n"u8.ToArray()),
        };

        Assert.All(loaded, d => Assert.Equal((DocumentState.Loaded, null), (d.State, d.Error)));
        Assert.Equal(bars.Select(b => b.Close), (await rig.BarsAsync("AIR")).Select(b => b.Close));
        Assert.Equal([(10.5, 1_000L), (11.1, 1_234_500L)], (await rig.BarsAsync("TEST")).Select(b => (b.Close, b.Volume!.Value)));
        Assert.Equal(bars.Select(b => b.Date), (await rig.BarsAsync("MSI")).Select(b => b.Date));
        Assert.Equal([1.5, 1.75], (await rig.BarsAsync("VOD")).Select(b => b.Close));
        Assert.Equal((new(2025, 6, 12), 1.25), (await rig.BarsAsync("IBI")).Select(b => (b.Date, b.Open!.Value)).Single());
        Assert.Contains(rig.Source.Requests, r => r.Contains("/csv?s=vod&from=20250601 ", StringComparison.Ordinal));
    }
}
