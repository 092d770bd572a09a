using CreamPie.Core.Loading;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series;

/// <summary>A dividend in another currency than the prices is told, and used only where its rate is fixed.</summary>
public sealed class DividendCurrencyTests
{
    private static readonly Symbol Test = Symbol.Parse("TEST");
    private static readonly DateOnly Today = new(2024, 3, 1);
    private static readonly DateOnly ExDate = Captures.Monday.AddDays(3);
    private static readonly double?[] NotGiven = [null, null, null, null, null];

    [Theory, OnSqlite, OnPostgres]
    public async Task Dividend_without_a_rate_gives_no_total_return(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Capture(1, NotGiven, "USD"));

        var total = await BarsAsync(database, new(Adjust: PriceAdjustment.All));
        var since = await BarsAsync(database, new(From: ExDate, Adjust: PriceAdjustment.All));
        var before = await BarsAsync(database, new(To: Captures.Monday, Adjust: PriceAdjustment.All));

        Assert.Equal(("DividendCurrency", 0), (total.Reason, total.Bars!.Count));
        Assert.Contains("available from 4 Jan 2024: a dividend before is in another currency", total.Message, StringComparison.Ordinal);
        Assert.Equal("DividendCurrency", before.Reason);
        Assert.Equal([100, 100], since.Bars!.Select(b => b.Close));
        Assert.Equal([null, null, null, 100, 100], (await BarsAsync(database, new())).Bars!.Select(b => b.AdjClose));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Pounds_are_a_hundred_pence(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Capture(1, NotGiven, "GBP"));

        Assert.Equal([75, 75, 75, 100, 100], (await BarsAsync(database, new(Adjust: PriceAdjustment.All))).Bars!.Select(b => b.Close));
    }

    /// <summary>99.75 took 0.25 dollars for pence; 100 took nothing; 80 is the source's own conversion.</summary>
    [Theory]
    [InlineData(99.75, "DividendCurrency")]
    [InlineData(100.0, "DividendCurrency")]
    [InlineData(80.0, null)]
    public async Task Adjusted_closes_with_the_bare_number_are_not_served(double adjusted, string? reason)
    {
        await using var database = await DatabaseAsync(DatabaseProvider.Sqlite, Today);
        await database.Services.LoadAsync(Capture(1, [adjusted, adjusted, adjusted, 100, 100], "USD"));

        Assert.Equal(reason, (await BarsAsync(database, new(Adjust: PriceAdjustment.All))).Reason);
        Assert.Equal(reason, (await BarsAsync(database, new(To: Captures.Monday, Adjust: PriceAdjustment.All))).Reason);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Currency_is_told_whichever_document_came_first(DatabaseProvider provider)
    {
        foreach (var isReversed in (bool[])[false, true])
        {
            await using var database = await DatabaseAsync(provider, Today);
            LoadRequest[] requests =
                [Capture(1, NotGiven, "USD"), Capture(2, NotGiven, null, Today.AddDays(-1)), Capture(3, NotGiven, null)];
            await database.Services.LoadAsync(isReversed ? [.. requests.Reverse()] : requests);

            var action = Assert.Single((await database.Get<ActionQuery>().ActionsAsync(Analyst, Test, CancellationToken.None))!.Items);

            Assert.Equal((0.25, "USD"), (action.Amount, action.Currency));
        }
    }

    private static LoadRequest Capture(int id, double?[] adjusted, string? currency, DateOnly? capturedOn = null)
    {
        var request = Captures.Of(
            id, capturedOn ?? Today, [.. adjusted.Select((adj, day) => Captures.Bar(day, 100) with { AdjClose = adj })],
            [CorporateAction.Cash(ExDate, ActionKind.Dividend, 0.25, currency: currency)]);
        return request with { Document = request.Document with { Listing = new Listing(Currency: "GBp") } };
    }

    private static async Task<BarSeries> BarsAsync(TestDatabase database, SeriesRequest request) =>
        (await database.Get<SeriesQuery>().BarsAsync(Analyst, Test, request, CancellationToken.None))!;
}
