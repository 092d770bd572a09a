using System.Text;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying;
using CreamPie.Core.Querying.Documents;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Ingestion.Files;

/// <summary>As-traded prices are right, or it is said that the splits are unknown.</summary>
public sealed class DroppedSplitsTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Slash_of_2018_has_the_old_shares_first(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        const string rows =
            "<tr><td>Jun 09, 2014</td><td>92.70</td><td>93.88</td><td>91.75</td><td>93.70</td><td>87.50</td><td>75,415,000</td></tr>"
            + "<tr><td>Jun 09, 2014</td><td colspan=\"6\"><strong>1/7</strong> <span>Stock Split</span></td></tr>"
            + "<tr><td>Jun 06, 2014</td><td>92.84</td><td>93.04</td><td>92.07</td><td>92.22</td><td>86.10</td><td>87,484,600</td></tr>";

        await rig.DropAsync("2018-07-16_AAPL.html", Page(HandWrittenPages.Table(rows: rows), "AAPL"));

        var bars = (await AsTradedAsync(rig, "AAPL")).Bars!;
        Assert.Equal(645.54, bars[0].Close, 6);
        Assert.Equal(93.70, bars[1].Close);
    }

    [Theory]
    [OnSqlite("\"splits\":{\"1\":{\"date\":1749821400,\"splitRatio\":\"1:20\"}}")]
    [OnPostgres("\"splits\":{\"1\":{\"date\":1749821400,\"splitRatio\":\"1:20\"}}")]
    [OnSqlite("\"dividends\":{\"1\":{\"date\":1749821400,\"amount\":0.01}}")]
    [OnPostgres("\"dividends\":{\"1\":{\"date\":1749821400,\"amount\":0.01}}")]
    public async Task Chart_file_without_understood_splits_leaves_them_unknown(DatabaseProvider provider, string events)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var chart = "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"TXT\",\"exchangeTimezoneName\":\"America/New_York\","
            + "\"regularMarketTime\":1749844801,\"dataGranularity\":\"1d\"},\"timestamp\":[1749735000,1749821400],"
            + $"\"events\":{{{events}}},\"indicators\":{{\"quote\":[{{\"open\":[10,10],\"high\":[10,10],\"low\":[10,10],"
            + "\"close\":[10,10],\"volume\":[1,1]}],\"adjclose\":[{\"adjclose\":[10,10]}]}}],\"error\":null}}";

        var document = await rig.DropAsync("chart.json", Encoding.UTF8.GetBytes(chart));

        Assert.Equal((DocumentState.Loaded, "TXT"), (document.State, document.Symbol));
        Assert.Equal("SplitsUnknown", (await AsTradedAsync(rig, "TXT")).Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dividends_of_a_view_without_prices_can_be_looked_at(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        const string view = "<table><tr><th>Date</th><th>Dividend</th></tr>"
            + "<tr><td>May 11, 2026</td><td colspan=\"6\"><span>0.27</span> Dividend </td></tr></table>";

        var document = await rig.DropAsync("AAPL.html", Encoding.UTF8.GetBytes(view));

        Assert.Equal(Reason.NotHistory, document.Reason);
        var parsed = await rig.Get<ParsedQuery>().ParsedAsync(Caller.System, document.Id, new PageRequest(), CancellationToken.None);
        Assert.Equal([CorporateAction.Cash(new(2026, 5, 11), ActionKind.Dividend, 0.27, exact: false)], parsed!.Actions);
        Assert.Empty(await rig.ActionsAsync("AAPL"));
    }

    private static byte[] Page(string body, string symbol) => Encoding.UTF8.GetBytes(HandWrittenPages.Page(body, symbol));

    private static Task<BarSeries> AsTradedAsync(IngestionRig rig, string symbol) =>
        rig.SeriesAsync(symbol, new(Adjust: PriceAdjustment.None));
}
