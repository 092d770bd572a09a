using CreamPie.Core.Accounts;
using CreamPie.Core.Analysis;
using CreamPie.Core.Ingestion;
using CreamPie.Core.Ingestion.Files;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying.Series;

/// <summary>Real pages, imported, run through the whole pipeline and served.</summary>
public sealed class RealSeriesTests
{
    [RealDataFact]
    public async Task Tesla_is_served_as_traded_split_adjusted_and_weekly()
    {
        await using var database = await LoadedAsync("2025-06-16_TSLA_svelte.html", "TSLA.html");

        var splits = await BarsAsync(database, "TSLA", new());
        var none = await BarsAsync(database, "TSLA", new(Adjust: PriceAdjustment.None));
        var all = await BarsAsync(database, "TSLA", new(Adjust: PriceAdjustment.All));

        Assert.Equal((3_764, 1.592667, 325.31), (splits.Bars!.Count, splits.Bars[0].Close, Math.Round(splits.Bars[^1].Close, 2)));
        Assert.Equal((23.89, new DateOnly(2010, 6, 29)), (none.Bars![0].Close, none.Bars[0].Date));
        Assert.Equal(splits.Bars, all.Bars!);
        var history = new[] { (Before: new DateOnly(2020, 8, 31), Ratio: 5), (Before: new DateOnly(2022, 8, 25), Ratio: 3) };
        foreach (var (split, traded) in splits.Bars.Zip(none.Bars))
        {
            var ratio = history.Where(s => split.Date < s.Before).Aggregate(1, (product, s) => product * s.Ratio);
            Assert.Equal(1, traded.Close / (split.Close * ratio), 1.01e-6);
            Assert.Equal(Math.Round((double)split.Volume!.Value / ratio), traded.Volume!.Value, 0.5);
        }

        var weeks = await BarsAsync(database, "TSLA", new(Interval: Interval.Weekly));
        var expected = splits.Bars
            .GroupBy(b => (System.Globalization.ISOWeek.GetYear(b.Date), System.Globalization.ISOWeek.GetWeekOfYear(b.Date)))
            .Select(w => new DailyBar(
                w.First().Date, w.First().Open, w.Max(b => b.High), w.Min(b => b.Low),
                w.Last().Close, w.Last().AdjClose, w.Sum(b => b.Volume)));
        Assert.Equal(expected, weeks.Bars!);
    }

    [RealDataFact]
    public async Task Nvidia_before_its_split_is_served_as_traded_and_adjusted()
    {
        await using var database = await LoadedAsync("2024-06-30_NVDA_svelte.html", "NVDA.html");

        var splits = (await BarsAsync(database, "NVDA", new())).Bars!;
        var none = (await BarsAsync(database, "NVDA", new(Adjust: PriceAdjustment.None))).Bars!;
        var actions = (await database.Get<ActionQuery>()
            .ActionsAsync(SeedData.Analyst, Symbol.Parse("NVDA"), CancellationToken.None))!.Items;

        Assert.Equal(251, splits.Count);
        Assert.Equal(1208.88, none.Single(b => b.Date == new DateOnly(2024, 6, 7)).Close);
        Assert.Equal(
            splits.Single(b => b.Date == new DateOnly(2024, 6, 10)).Close,
            none.Single(b => b.Date == new DateOnly(2024, 6, 10)).Close);

        // The arithmetic of ../shared/data/README.md.
        for (var i = 0; i < splits.Count; i++)
        {
            var factor = actions.Where(a => a.Kind == ActionKind.Dividend && a.ExDate > splits[i].Date)
                .Aggregate(1.0, (product, a) => product * (1 - a.Amount!.Value / splits.Last(b => b.Date < a.ExDate).Close));
            Assert.Equal(1, splits[i].AdjClose!.Value / (splits[i].Close * factor), 2e-6);
        }
    }

    [RealDataFact]
    public async Task Bars_of_a_table_without_payload_keep_their_position()
    {
        await using var database = await LoadedAsync("2024-12-05_IBM_svelte-fragment.html", "IBM.html");

        var bar = (await BarsAsync(database, "IBM", new())).Bars![^1];
        var provenance = (await database.Get<ProvenanceQuery>()
            .ProvenanceAsync(SeedData.Analyst, Symbol.Parse("IBM"), bar.Date, CancellationToken.None))!;

        Assert.Equal(new RowPosition("table", 0), provenance.Position);
        Assert.Equal(64, provenance.Document.Sha256!.Length);
    }

    private static async Task<TestDatabase> LoadedAsync(string page, string name)
    {
        var database = await TestDatabase.SqliteAsync();
        var document = await database.Get<FileImport>()
            .ImportAsync(Caller.System, name, RealData.Bytes("yahoo-pages", page), CancellationToken.None);
        await database.Get<Pipeline>().RunAsync(document.Id, CancellationToken.None);
        return database;
    }

    private static async Task<BarSeries> BarsAsync(TestDatabase database, string symbol, SeriesRequest request) =>
        (await database.Get<SeriesQuery>().BarsAsync(SeedData.Analyst, Symbol.Parse(symbol), request, CancellationToken.None))!;
}
