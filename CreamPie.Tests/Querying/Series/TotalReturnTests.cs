using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Querying.SeedData;

namespace CreamPie.Tests.Querying.Series;

/// <summary>adjust=all answers why not where its prices cannot be right.</summary>
public sealed class TotalReturnTests
{
    private static readonly DateOnly Today = new(2024, 3, 1);

    [Theory, OnSqlite, OnPostgres]
    public async Task Impossible_adjusted_closes_are_served_by_no_series(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(Captures.Of(
            1, Today, [Captures.Bar(0, 100, 60), Captures.Bar(1, 100, -0.77), Captures.Bar(2, 100, 2.2e38), Captures.Bar(3, 100)]));

        var total = await BarsAsync(database, new(Adjust: PriceAdjustment.All));
        var monthly = await BarsAsync(database, new(Adjust: PriceAdjustment.All, Interval: Interval.Monthly));
        var right = await BarsAsync(database, new(From: Captures.Monday.AddDays(3), Adjust: PriceAdjustment.All));

        Assert.Equal(("AdjCloseImpossible", 0), (total.Reason, total.Bars!.Count));
        Assert.Contains("available from 4 Jan 2024", total.Message, StringComparison.Ordinal);
        Assert.Equal(("AdjCloseImpossible", 0), (monthly.Reason, monthly.Bars!.Count));
        Assert.Equal(100, Assert.Single(right.Bars!).Close);
        Assert.Equal([null, null, null, 100], (await BarsAsync(database, new())).Bars!.Select(b => b.AdjClose));
    }

    /// <summary>It is a product with the factor that is impossible later.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Adjusted_close_before_an_impossible_one_is_not_served(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        await database.Services.LoadAsync(
            Captures.Of(1, Today, [Captures.Bar(0, 100, 60), Captures.Bar(1, 100, -50), Captures.Bar(2, 100)]));

        var first = await BarsAsync(database, new(To: Captures.Monday, Adjust: PriceAdjustment.All));

        Assert.Equal(("AdjCloseImpossible", 0), (first.Reason, first.Bars!.Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Dividend_above_the_price_is_the_reason(DatabaseProvider provider)
    {
        await using var database = await DatabaseAsync(provider, Today);
        DailyBar[] bare = [.. Enumerable.Range(0, 3).Select(d => Captures.Bar(d, 100) with { AdjClose = null })];
        await database.Services.LoadAsync(
            Captures.Of(1, Today, bare, [CorporateAction.Cash(Captures.Monday.AddDays(2), ActionKind.Dividend, 150)]));

        Assert.Equal("DividendImpossible", (await BarsAsync(database, new(Adjust: PriceAdjustment.All))).Reason);
    }

    private static async Task<BarSeries> BarsAsync(TestDatabase database, SeriesRequest request) =>
        (await database.Get<SeriesQuery>().BarsAsync(Analyst, Symbol.Parse("TEST"), request, CancellationToken.None))!;
}
