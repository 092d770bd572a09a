using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.RealDocuments;

/// <summary>The cases of ../shared/data/reports on splits and dividends, in every order of their files.</summary>
[Trait("RealDocuments", "reports")]
public sealed class ReportedActionCaseTests
{
    [RealDataTheory, InlineData("ab"), InlineData("ba")]
    public async Task Split_that_moved_by_a_day_is_one_split(string order)
    {
        await using var fed = await ReportedCases.FedAsync("split-date-moved", Files("SPM", order));

        Assert.Equal(2_120, await fed.CloseAsync("SPM", "2022-06-03", PriceAdjustment.None));
        Assert.Single(await fed.ActionsAsync("SPM"));
    }

    [RealDataTheory]
    [InlineData("abc"), InlineData("acb"), InlineData("bac"), InlineData("bca"), InlineData("cab"), InlineData("cba")]
    public async Task Split_that_moved_adjusts_older_rows_once(string order)
    {
        await using var fed = await ReportedCases.FedAsync("split-date-moved-old-rows", Files("SPO", order));

        Assert.Equal(100, await fed.CloseAsync("SPO", "2022-05-25"));
    }

    [RealDataFact]
    public async Task Split_that_one_answer_has_twice_counts_once()
    {
        await using var fed = await ReportedCases.FedAsync("split-told-twice", "SP2.json");

        Assert.Equal(2, await fed.CloseAsync("SP2", "2022-05-25", PriceAdjustment.None));
        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.SplitRepeated);
    }

    [RealDataTheory, InlineData("ab"), InlineData("ba")]
    public async Task Dividend_that_a_hurried_answer_forgot_still_counts(string order)
    {
        await using var fed = await ReportedCases.FedAsync("dividends-forgotten", Files("APLD", order));

        var total = (await fed.SeriesAsync("APLD", PriceAdjustment.All)).Bars!.Last(b => b.Date < new DateOnly(2022, 6, 6)).Close;
        Assert.Equal(99, total, 1e-6);
        Assert.Contains(await fed.FindingsAsync(), f => f.Kind == FindingKind.ActionDoubted);
    }

    private static string[] Files(string symbol, string order) => [.. order.Select(letter => $"{symbol}_{letter}.json")];
}
