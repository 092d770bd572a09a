using System.Globalization;
using CreamPie.Core.Analysis;
using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Storage;
using CreamPie.Tests.Loading;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Querying.Series;

/// <summary>Each row says which cash and which splits stand between it and the row before.</summary>
public sealed class BarActionsTests
{
    /// <summary>0.25 of cash on Tuesday, as shares are counted after the 4:1 split of Thursday; a gain and a split on one Friday.</summary>
    private static readonly CorporateAction[] Actions =
    [
        CorporateAction.Cash(new(2024, 1, 2), ActionKind.Dividend, 0.25),
        CorporateAction.Split(new(2024, 1, 4), 4, 1),
        CorporateAction.Cash(new(2024, 1, 5), ActionKind.CapitalGain, 0.5),
        CorporateAction.Split(new(2024, 1, 5), 1, 2),
    ];

    [Theory]
    [InlineData(PriceAdjustment.Splits, new[] { 0, 0.25, 0, 0, 0.5 }), InlineData(PriceAdjustment.All, new[] { 0, 0.25, 0, 0, 0.5 })]
    [InlineData(PriceAdjustment.None, new[] { 0, 0.5, 0, 0, 0.5 })]
    public async Task Cash_is_on_the_share_basis_of_the_prices_of_its_row(PriceAdjustment adjust, double[] cash)
    {
        await using var database = await WithAsync([0, 1, 2, 3, 4], Actions);

        var rows = await RowsAsync(database, new(Adjust: adjust));

        Assert.Equal(cash, rows.Select(r => r.DivCash!.Value));
        Assert.Equal([1, 1, 1, 4, 0.5], rows.Select(r => r.SplitFactor!.Value));
    }

    [Fact]
    public async Task Raw_step_cash_and_splits_give_the_adjusted_step()
    {
        await using var database = await WithAsync([0, 1, 2, 3, 4], Actions);

        var raw = await RowsAsync(database, new(Adjust: PriceAdjustment.None));
        var all = await RowsAsync(database, new(Adjust: PriceAdjustment.All));

        for (var i = 1; i < raw.Count; i++)
        {
            var step = (raw[i].Close * raw[i].SplitFactor!.Value) / (raw[i - 1].Close - raw[i].DivCash!.Value * raw[i].SplitFactor!.Value);
            Assert.Equal(all[i].Close / all[i - 1].Close, step, 1e-6);
        }
    }

    [Theory]
    [InlineData(PriceAdjustment.Splits, 0.75), InlineData(PriceAdjustment.None, 0.75)]
    public async Task Longer_bar_has_the_sum_and_the_product_of_its_period(PriceAdjustment adjust, double cash)
    {
        await using var database = await WithAsync([0, 1, 2, 3, 4, 7], Actions);

        var weeks = await RowsAsync(database, new(Interval: Interval.Weekly, Adjust: adjust));

        Assert.Equal([(cash, 2.0), (0, 1)], weeks.Select(r => (r.DivCash!.Value, r.SplitFactor!.Value)));
    }

    [Theory]
    [InlineData(null, DatabaseProvider.Sqlite), InlineData("2024-01-03", DatabaseProvider.Sqlite)]
    [InlineData("2024-01-03", DatabaseProvider.Postgres)]
    public async Task Ex_date_without_a_bar_belongs_to_the_next_one_wherever_the_request_begins(string? from, DatabaseProvider provider)
    {
        await using var database = await WithAsync([0, 2, 3, 4], Actions, provider);

        var rows = await RowsAsync(database, new(From: from is null ? null : DateOnly.Parse(from, CultureInfo.InvariantCulture)));

        Assert.Equal(0.25, rows.Single(r => r.Date == new DateOnly(2024, 1, 3)).DivCash);
    }

    [Fact]
    public async Task Cash_before_the_first_bar_belongs_to_none()
    {
        await using var database = await WithAsync([2, 3], Actions);

        Assert.Equal([0, 0], (await RowsAsync(database, new())).Select(r => r.DivCash!.Value));
    }

    [Fact]
    public async Task Actions_that_no_document_tells_are_null_and_not_none()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await database.Services.LoadAsync(
            Captures.Of(1, new(2024, 3, 1), [Captures.Bar(0, 10), Captures.Bar(1, 10)], listsActions: false));

        Assert.All(await RowsAsync(database, new()), r => Assert.Equal((null, null), (r.DivCash, r.SplitFactor)));
    }

    [Fact]
    public async Task Cash_in_a_currency_without_a_rate_is_unknown()
    {
        var foreign = CorporateAction.Cash(new(2024, 1, 2), ActionKind.Dividend, 30, currency: "JPY");
        await using var database = await WithAsync([0, 1], [foreign]);

        Assert.Equal([0, null], (await RowsAsync(database, new())).Select(r => r.DivCash));
    }

    private static async Task<TestDatabase> WithAsync(
        int[] days, CorporateAction[] actions, DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await database.Services.LoadAsync(Captures.Of(
            1, new(2024, 3, 1), [.. days.Select(d => Captures.Bar(d, 20) with { AdjClose = null })], actions));
        return database;
    }

    private static async Task<List<BarRow>> RowsAsync(TestDatabase database, SeriesRequest request) =>
        [.. (await database.Get<SeriesQuery>().BarsAsync(SeedData.Analyst, Symbol.Parse("TEST"), request, CancellationToken.None))!.Rows!];
}
