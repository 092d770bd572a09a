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

/// <summary>Documents that know different actions, file by file through all of ingestion, in any order.</summary>
public sealed class ContestedActionsTests
{
    private const int Day = 86_400;
    private static readonly CorporateAction Early = CorporateAction.Cash(Days[2], ActionKind.Dividend, 1);
    private static readonly CorporateAction Newest = CorporateAction.Cash(Monday, ActionKind.Dividend, 1);
    private static readonly CorporateAction Announced = CorporateAction.Split(Days[10], 10, 1);

    [Theory]
    [OnSqlite("a b"), OnSqlite("b a"), OnPostgres("a b"), OnPostgres("b a")]
    public async Task Dividend_that_an_older_capture_lacks_is_taken_out(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days, _ => 100, day => day < Days[2] ? 99 : 100), 60, Early),
            ["b"] = Chart(Bars(Days[5..], _ => 100, day => day < Monday ? 99 : 100), 120, Newest),
        });

        Assert.Equal(98.01, await CloseAsync(rig, Days[0], PriceAdjustment.All));
        Assert.Equal(99, await CloseAsync(rig, Days[3], PriceAdjustment.All));
        Assert.Equal(99, await CloseAsync(rig, Days[6], PriceAdjustment.All));
        Assert.Equal(100, await CloseAsync(rig, Monday, PriceAdjustment.All));
        Assert.Equal([Early, Newest], await rig.ActionsAsync("AAA"));
    }

    [Theory]
    [OnSqlite("a b"), OnSqlite("b a"), OnPostgres("a b")]
    public async Task Dividend_before_one_that_a_capture_knows_is_taken_out(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days, _ => 100, day => day < Monday ? 99 : 100), 60, Newest),
            ["b"] = Chart(Bars(Days[1..4], _ => 100, day => day < Days[2] ? 98.01 : 99), 120, Early),
        });

        Assert.Equal(98.01, await CloseAsync(rig, Days[0], PriceAdjustment.All));
        Assert.Equal(99, await CloseAsync(rig, Days[5], PriceAdjustment.All));
    }

    /// <summary>Captured after the dividend, with days of before it.</summary>
    [Theory]
    [OnSqlite("a b", 100, 99), OnSqlite("b a", 100, 99), OnPostgres("b a", 100, 99), OnSqlite("a b", 99, 99), OnSqlite("b a", 99, 99)]
    public async Task Adjusted_closes_of_old_days_contain_a_later_dividend_once(
        DatabaseProvider provider, string order, double adjusted, double expected)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..5], _ => 100, _ => adjusted), 60),
            ["b"] = Chart(Bars(Days[4..], _ => 100, day => day < Monday ? 99 : 100), 120, Newest),
        });

        Assert.Equal(expected, await CloseAsync(rig, Days[0], PriceAdjustment.All));
    }

    /// <summary>The source divided its prices by an announced split for a day, and took it back.</summary>
    [Theory]
    [OnSqlite("a b c d"), OnSqlite("d c b a"), OnSqlite("b d c a"), OnSqlite("c a d b"), OnPostgres("a b c d"), OnPostgres("d b a c")]
    [OnSqlite("b c d"), OnSqlite("d b c"), OnSqlite("c b d"), OnPostgres("c d b")]
    public async Task Split_that_the_source_took_back_leaves_true_prices(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..^3], _ => 100), -5 * Day),
            ["b"] = Chart(Bars(Days[..^2], day => day < Announced.ExDate ? 10 : 100), -4 * Day, Announced),
            ["c"] = Chart(Bars(Days[6..^1], _ => 100), -3 * Day),
            ["d"] = Chart(Bars(Days[6..], _ => 100), 60),
        });

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((DocumentState.Loaded, null), (d.State, d.Error)));
        foreach (var day in Days)
            Assert.Equal(100, await CloseAsync(rig, day, PriceAdjustment.Splits));
        Assert.Empty(await rig.ActionsAsync("AAA"));
        Assert.NotEmpty(await FindingsAsync(rig, FindingKind.SplitNotShown));
    }

    /// <summary>Pulls list the actions of their days: one without the split denies it.</summary>
    [Theory]
    [OnSqlite("a b c d"), OnSqlite("b c d a"), OnPostgres("a b d c")]
    public async Task Pulls_after_a_split_was_taken_back_are_loaded(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await PullAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days[..^3], _ => 100), -5 * Day),
            ["b"] = Chart(Bars(Days[..^2], day => day < Announced.ExDate ? 10 : 100), -4 * Day, Announced),
            ["c"] = Chart(Bars(Days[6..^1], _ => 100), -3 * Day),
            ["d"] = Chart(Bars(Days[6..], _ => 100), 60),
        });

        Assert.All(await rig.DocumentsAsync(), d => Assert.Equal((DocumentState.Loaded, null), (d.State, d.Error)));
        Assert.All(
            (await rig.SeriesAsync("AAA", new(Adjust: PriceAdjustment.None))).Bars!, bar => Assert.Equal(100, bar.Close));
        Assert.Empty(await rig.ActionsAsync("AAA"));
        Assert.NotEmpty(await FindingsAsync(rig, FindingKind.ActionWithdrawn));
    }

    [Theory]
    [OnSqlite("a b"), OnSqlite("b a"), OnPostgres("a b"), OnPostgres("b a")]
    public async Task Dividend_of_another_value_is_told_with_both(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days, _ => 100, day => day < Monday ? 99.5 : 100), 60, Newest with { Amount = 0.5 }),
            ["b"] = Chart(Bars(Days, _ => 100, day => day < Monday ? 99.4 : 100), 120, Newest with { Amount = 0.6 }),
        });

        await using var db = rig.Database.Open();
        var documents = await db.Documents.ToDictionaryAsync(d => d.FileName!, d => d.Id);
        var (old, now) = (documents["AAA_a.json"], documents["AAA_b.json"]);
        var finding = Assert.Single(await FindingsAsync(rig, FindingKind.ActionWithdrawn));
        Assert.Equal(
            $"The dividend of 0.5 on 2022-06-06 in document {old} is a dividend of 0.6 in document {now}.", finding.Seen);
        Assert.Equal(now, finding.DocumentId);
        Assert.Equal(0.6, Assert.Single(await rig.ActionsAsync("AAA")).Amount);
        var ended = await db.CorporateActions.SingleAsync(a => a.KnownTo != null);
        Assert.Equal((0.5, old, now), (ended.Amount, ended.DocumentId, ended.EndedByDocumentId));
    }

    [Theory]
    [OnSqlite("a b"), OnSqlite("b a")]
    public async Task Split_of_another_ratio_is_told_with_both(DatabaseProvider provider, string order)
    {
        await using var rig = await IngestionRig.StartAsync(provider);

        await DropAsync(rig, order, new()
        {
            ["a"] = Chart(Bars(Days, _ => 100), 60, CorporateAction.Split(Monday, 3, 1)),
            ["b"] = Chart(Bars(Days, _ => 100), 120, CorporateAction.Split(Monday, 2, 1)),
        });

        Assert.Contains(
            await FindingsAsync(rig, FindingKind.ActionWithdrawn),
            f => f.Seen.StartsWith("The split 3:1 on 2022-06-06 in document ", StringComparison.Ordinal)
                && f.Done == "Counted as split 2:1.");
        Assert.Equal(200, await CloseAsync(rig, Days[0], PriceAdjustment.None));
    }
}
