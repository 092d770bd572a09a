using System.Text;
using CreamPie.Core.Ingestion.Maintenance;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Calendar;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Ingestion;

/// <summary>The whole way of a recycled ticker, from two responses of a source to two series.</summary>
public sealed class RecycledTickerPullTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Pull_of_the_new_company_keeps_the_old_one_apart(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider, order: "YahooChart");
        var old = SourceResponses.Sessions(new DateOnly(2024, 5, 20), 40);
        Serve(rig, old, "Sprint Corporation", new DateOnly(1984, 11, 23), new DateTime(2024, 5, 20, 21, 0, 0, DateTimeKind.Utc));
        Assert.Equal(DocumentState.Loaded, (await rig.PullAsync(SourceName.YahooChart, "S")).State);
        var now = rig.Get<TimeProvider>().Now();
        var fresh = SourceResponses.Sessions(now, 15);
        Serve(rig, fresh, "SentinelOne, Inc.", fresh[0].Date, now);

        var document = await rig.PullAsync(SourceName.YahooChart, "S");

        var heir = (await rig.StockAsync("S"))!;
        Assert.Equal(("SentinelOne, Inc.", fresh[0].Date, fresh[0].Date), (heir.Name, heir.FirstTradeDate, heir.FirstSession));
        Assert.Equal((StockStatus.Current, heir.Id), (heir.Status, document.StockId));
        Assert.Equal(fresh.Select(b => b.Date), (await rig.BarsAsync("S")).Select(b => b.Date));
        Assert.Equal(old.Select(b => b.Close), (await rig.BarsAsync("S=1")).Select(b => b.Close));
        Assert.Equal(StockStatus.Retired, (await rig.StockAsync("S=1"))!.Status);
        await using var db = rig.Database.Open();
        Assert.Equal(2, await db.Findings.CountAsync(f => f.Kind == FindingKind.NewListing && f.DocumentId == document.Id));
        Assert.Empty(await rig.Get<InvariantCheck>().ViolationsAsync(long.MaxValue, CancellationToken.None));
    }

    private static void Serve(IngestionRig rig, List<DailyBar> bars, string name, DateOnly firstTradeDate, DateTime madeAt)
    {
        var opens = new DateTimeOffset(firstTradeDate.ToDateTime(new TimeOnly(14, 30)), TimeSpan.Zero).ToUnixTimeSeconds();
        var json = SourceResponses.ChartJson("S", bars, madeAt)
            .Replace("{\"currency\"", $"{{\"longName\":\"{name}\",\"firstTradeDate\":{opens},\"currency\"", StringComparison.Ordinal);
        rig.Chart.On(
            SourceResponses.ChartPath("S"), RawHttpServer.Answer(200, Encoding.UTF8.GetBytes(json), "Content-Type: application/json"));
    }
}
