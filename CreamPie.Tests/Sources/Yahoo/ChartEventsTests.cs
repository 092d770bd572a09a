using CreamPie.Core.Market;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Sources.Yahoo.ChartPayloadTests;
using Bars = CreamPie.Tests.Sources.Yahoo.ChartPayloadTests;

namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>The splits and dividends of a chart, and whether it tells them all.</summary>
public sealed class ChartEventsTests
{
    [Fact]
    public void Splits_dividends_and_capital_gains_are_exact_actions()
    {
        const string events = "\"events\":{\"dividends\":{\"1\":{\"amount\":0.004,\"date\":1749821400}},"
            + "\"capitalGains\":{\"1\":{\"amount\":0.5,\"date\":1749821400}},"
            + "\"splits\":{\"1\":{\"date\":1749735000,\"numerator\":10,\"denominator\":1,\"splitRatio\":\"10:1\"},"
            + "\"2\":{\"date\":1749735000,\"numerator\":0,\"denominator\":1}}}";
        var document = ParseSamples.Dropped(Chart($"{Timestamps},{events},{Bars.Quotes("1,2")}")).Document();

        Assert.Equal(
            [
                CorporateAction.Split(new(2025, 6, 12), 10, 1),
                CorporateAction.Cash(new(2025, 6, 13), ActionKind.Dividend, 0.004),
                CorporateAction.Cash(new(2025, 6, 13), ActionKind.CapitalGain, 0.5),
            ],
            document.Actions);
        Assert.Equal(RowProblem.Action, document.Errors.Single().Kind);
        Assert.Equal((true, false), (document.ListsActions, document.TellsActions));
    }

    [Theory]
    [InlineData("\"numerator\":1,\"denominator\":7,\"splitRatio\":\"1/7\"", 7.0)]
    [InlineData("\"numerator\":7,\"denominator\":1,\"splitRatio\":\"1/7\"", 7.0)]
    [InlineData("\"numerator\":20,\"denominator\":1,\"data\":\"20/1\"", 0.05)]
    [InlineData("\"numerator\":7,\"denominator\":1,\"splitRatio\":\"7:1\"", 7.0)]
    [InlineData("\"numerator\":7,\"denominator\":1", 7.0)]
    [InlineData("\"numerator\":1,\"denominator\":7,\"splitRatio\":\"7:1\"", null)]
    [InlineData("\"numerator\":1,\"denominator\":7,\"splitRatio\":\"1/8\"", null)]
    [InlineData("\"splitRatio\":\"1:20\"", null)]
    public void Split_has_the_order_of_its_text(string split, double? ratio)
    {
        var chart = Chart($"{Timestamps},\"events\":{{\"splits\":{{\"1\":{{\"date\":1749735000,{split}}}}}}},{Bars.Quotes("1,2")}");
        var document = ParseSamples.Dropped(chart).Document();

        Assert.Equal(ratio, document.Actions.SingleOrDefault()?.Ratio);
        Assert.Equal(ratio is not null, document.TellsActions);
    }

    [Theory]
    [InlineData("\"dividends\":{\"1\":{\"amount\":0.5,\"date\":1749735000}}", false)]
    [InlineData("\"splits\":{\"1\":{\"numerator\":2,\"denominator\":1,\"date\":1749735000}}", true)]
    [InlineData("\"splits\":{}", false)]
    [InlineData(
        "\"splits\":{\"1\":{\"numerator\":2,\"denominator\":1,\"date\":1749735000}},\"spinoffs\":{\"1\":{\"date\":1749735000}}", false)]
    public void Chart_file_tells_splits_only_if_it_has_one(string events, bool tells)
    {
        var chart = Chart($"{Timestamps},\"events\":{{{events}}},{Bars.Quotes("1,2")}");

        Assert.Equal(tells, ParseSamples.Dropped(chart).Document().TellsActions);
        var fetched = ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(chart))).Document();
        Assert.True(fetched.ListsActions);
    }

    [Fact]
    public void Answer_without_events_lists_actions_only_if_requested()
    {
        var chart = Chart($"{Timestamps},{Bars.Quotes("1,2")}");

        Assert.False(ParseSamples.Dropped(chart).Document().ListsActions);
        Assert.True(ParseSamples.Fetched(HandWrittenPages.Page(HandWrittenPages.Script(chart))).Document().ListsActions);
    }
}
