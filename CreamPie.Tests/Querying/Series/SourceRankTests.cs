using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Stocks;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Loading.Captures;

namespace CreamPie.Tests.Querying.Series;

public class SourceRankTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Final_row_of_another_source_outranks_a_provisional_one(DatabaseProvider provider)
    {
        await using var database = await SeedData.DatabaseAsync(provider, Monday.AddDays(3));
        await database.AddAsync(SeedData.NewDocument(1), SeedData.NewDocument(2));
        await database.Services.LoadAsync(
            Of(1, Monday.AddDays(1), [Bar(0, 10), Bar(1, 11, final: false)], source: SourceName.YahooPage),
            Of(2, Monday.AddDays(2), [Bar(0, 20), Bar(1, 21), Bar(2, 22, final: false)], source: SourceName.YahooChart));

        var series = await database.Get<SeriesQuery>().BarsAsync(SeedData.Analyst, Symbol.Parse("TEST"), new(), CancellationToken.None);
        Assert.Equal(SourceName.YahooPage, series!.Source);
        Assert.Equal([(10, true), (21, true), (22, false)], series.Bars!.Select(b => (b.Close, b.Final)));
        var provenance = await database.Get<ProvenanceQuery>().ProvenanceAsync(
            SeedData.Analyst, Symbol.Parse("TEST"), Monday.AddDays(1), CancellationToken.None);
        Assert.Equal(21, provenance!.Bar.Close);
        var card = Assert.Single(
            (await database.Get<CardQuery>().CardsAsync(SeedData.Analyst, new CardRequest(), CancellationToken.None)).Items);
        Assert.Equal([10, 21, 22], card.Closes.Select(c => c.Close));

        await database.Services.LoadAsync(Of(3, Monday.AddDays(2), [Bar(1, 12)], source: SourceName.YahooPage));
        series = await database.Get<SeriesQuery>().BarsAsync(SeedData.Analyst, Symbol.Parse("TEST"), new(), CancellationToken.None);
        Assert.Equal([10, 12, 22], series!.Bars!.Select(b => b.Close));
    }
}
