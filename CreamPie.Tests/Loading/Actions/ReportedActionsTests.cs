using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Core.Storage;
using CreamPie.Core.Storage.Tables;
using CreamPie.Tests.Ingestion;
using CreamPie.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static CreamPie.Tests.Loading.Actions.ActionCharts;

namespace CreamPie.Tests.Loading.Actions;

/// <summary>Splits and dividends as sources really mistell them, file by file through all of ingestion.</summary>
public sealed class ReportedActionsTests
{
    [Theory]
    [OnSqlite("a b"), OnSqlite("b a"), OnPostgres("a b")]
    public async Task Split_moved_by_a_day_is_one_split(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var bars = Bars(Days, day => 100 + Days.IndexOf(day));

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(bars, 60, CorporateAction.Split(Monday, 20, 1)),
            ["b"] = Chart(bars, 120, CorporateAction.Split(Monday.AddDays(-1), 20, 1)),
        });

        Assert.Equal(2120, await CloseAsync(rig, Days[6], PriceAdjustment.None));
        Assert.Equal(Monday.AddDays(-1), Assert.Single(await rig.ActionsAsync("AAA")).ExDate);
        var finding = Assert.Single(await FindingsAsync(rig, FindingKind.ActionMoved));
        Assert.StartsWith("The split 20:1 on 2022-06-06 in document ", finding.Seen, StringComparison.Ordinal);
        await using var db = rig.Database.Open();
        var ended = await db.CorporateActions.SingleAsync(a => a.KnownTo != null);
        Assert.Equal(finding.DocumentId, ended.EndedByDocumentId);
    }

    [Theory]
    [OnSqlite("a b c"), OnSqlite("c b a"), OnSqlite("b c a"), OnPostgres("c a b")]
    public async Task Old_rows_are_divided_once_by_a_split_that_moved(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);
        var later = Bars(Days[5..], day => 100 + Days.IndexOf(day));

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..7], day => 2000 + 20 * Days.IndexOf(day)), -863_900),
            ["b"] = Chart(later, 60, CorporateAction.Split(Monday, 20, 1)),
            ["c"] = Chart(later, 120, CorporateAction.Split(Monday.AddDays(1), 20, 1)),
        });

        Assert.Equal(100, await CloseAsync(rig, Days[0], PriceAdjustment.Splits));
        Assert.Equal(105, await CloseAsync(rig, Days[5], PriceAdjustment.Splits));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Split_told_twice_counts_once_with_a_finding(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, "a", new()
        {
            ["a"] = Chart(
                Bars(Days, day => 100 + Days.IndexOf(day)), 60,
                CorporateAction.Split(Days[6], 1, 50), CorporateAction.Split(Monday, 1, 50)),
        });

        Assert.Equal(2, await CloseAsync(rig, Days[0], PriceAdjustment.None));
        Assert.Contains("2022-06-03", Assert.Single(await FindingsAsync(rig, FindingKind.SplitRepeated)).Seen, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite("a b c"), OnSqlite("c b a"), OnSqlite("b c a"), OnPostgres("a b c")]
    public async Task Phantom_split_leaves_the_series_and_later_pulls_load(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await PullAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..^2], _ => 100), -2 * 86_400),
            ["b"] = Chart(Bars(Days[..^1], _ => 100), -86_400, CorporateAction.Split(Days[^2], 10, 1)),
            ["c"] = Chart(Bars(Days, _ => 100), 60),
        });

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal(DocumentState.Loaded, d.State));
        Assert.Equal(100, await CloseAsync(rig, Days[0], PriceAdjustment.Splits));
        Assert.Equal(100, await CloseAsync(rig, Days[0], PriceAdjustment.None));
        Assert.Empty(await rig.ActionsAsync("AAA"));
        Assert.NotEmpty(await FindingsAsync(rig, FindingKind.ActionWithdrawn));
    }

    /// <summary>On the day itself: nothing but the prices can say that it did not happen.</summary>
    [Theory, OnSqlite]
    public async Task Split_that_the_prices_do_not_show_does_not_count(DatabaseProvider provider)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, "a b", new()
        {
            ["a"] = Chart(Bars(Days[..^1], _ => 100), -86_400),
            ["b"] = Chart(Bars(Days, _ => 100), 60, CorporateAction.Split(Days[^1], 10, 1)),
        });

        Assert.Equal(100, await CloseAsync(rig, Days[0], PriceAdjustment.Splits));
        Assert.Single(await FindingsAsync(rig, FindingKind.SplitNotShown));
    }

    [Theory]
    [OnSqlite("a b"), OnSqlite("b a"), OnPostgres("a b")]
    public async Task Dividends_forgotten_in_a_hurry_still_stand(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(
                Bars(Days, _ => 100, day => day < Monday ? 99 : 100), 60, CorporateAction.Cash(Monday, ActionKind.Dividend, 1)),
            ["b"] = Chart(Bars(Days, _ => 100), 120),
        });

        Assert.Equal(99, await CloseAsync(rig, Days[0], PriceAdjustment.All));
        Assert.Equal(1, Assert.Single(await rig.ActionsAsync("AAA")).Amount);
        Assert.Single(await FindingsAsync(rig, FindingKind.ActionDoubted));
    }

    /// <summary>Nothing in the refused file tells the split; whichever comes first, all three are loaded in the end.</summary>
    [Theory]
    [OnSqlite("a b c"), OnSqlite("b a c"), OnSqlite("c b a"), OnSqlite("c a b"), OnPostgres("a b c")]
    public async Task Refused_rewrite_loads_once_a_split_explains_it(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..7], day => 300 + 3 * Days.IndexOf(day)), -863_900),
            ["b"] = Chart(Bars(Days[..7], day => 100 + Days.IndexOf(day)), 60),
            ["c"] = Chart(Bars(Days[5..], day => 100 + Days.IndexOf(day)), 30, CorporateAction.Split(Monday, 3, 1)),
        });

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((DocumentState.Loaded, null), (d.State, d.Reason)));
        Assert.Equal(
            [.. Days.Select(day => 100.0 + Days.IndexOf(day))],
            (await rig.BarsAsync("AAA")).Select(b => b.Close));
    }
}
