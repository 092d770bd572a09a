using CreamPie.Core.Market;
using CreamPie.Core.Processing;
using CreamPie.Core.Sources.Contract;

namespace CreamPie.Tests.Processing.Dividends;

public sealed class DividendChecksTests
{
    [Theory]
    [InlineData(2.5, 10, true)]
    [InlineData(2.5, 9.5, true)]
    [InlineData(2.5, 9.3, true)]
    [InlineData(2.5, 8.4, false)]
    [InlineData(2.5, 7.5, false)]
    [InlineData(1.0, 10, false)]
    // The price fell, but by far less than the dividend.
    [InlineData(5.0, 7, true)]
    [InlineData(5.0, 5.5, false)]
    [InlineData(-0.1, 10, true)]
    public void Large_dividend_without_a_price_drop_is_a_finding(double amount, double close, bool isFinding)
    {
        var processed = Process(close, TestBars.Day2, CorporateAction.Cash(TestBars.Day2, ActionKind.Dividend, amount));

        Assert.Equal(isFinding ? [(FindingKind.DividendImplausible, TestBars.Day2)] : [], Found(processed));
        Assert.Equal(2, processed.Bars.Count);
    }

    [Theory]
    // A spin-off of 1281:1000, a 7:6 and a 3:2 that the closes have not in them and the adjusted closes have; then a dividend of 12 %.
    [InlineData(12.81, true), InlineData(11.67, true), InlineData(15, true), InlineData(11.3, false)]
    public void Large_step_of_adjusted_closes_is_a_finding_even_in_a_document_that_lists_nothing(double before, bool isFinding)
    {
        var document = TestBars.Document(TestBars.Bar(TestBars.Day1, before) with { AdjClose = 10 }, TestBars.Bar(TestBars.Day2));

        var processed = TestBars.Process(document with { ListsActions = false });

        Assert.Equal(isFinding ? [FindingKind.DividendNotInAdjClose] : [], processed.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void Dividend_across_a_gap_of_weeks_is_no_finding() =>
        Assert.Empty(Found(Process(
            10, TestBars.Day1.AddDays(21), CorporateAction.Cash(TestBars.Day1.AddDays(21), ActionKind.Dividend, 2.5))));

    [Theory]
    [InlineData(0.50, 1, true)]
    [InlineData(0.45, 7, true)]
    [InlineData(0.50, 8, false)]
    [InlineData(0.20, 1, false)]
    public void Same_dividend_twice_within_days_is_a_finding(double second, int daysLater, bool isFinding)
    {
        var day = TestBars.Day1.AddDays(-30);
        var processed = Process(
            10, TestBars.Day2,
            CorporateAction.Cash(day, ActionKind.Dividend, 0.5), CorporateAction.Cash(day.AddDays(daysLater), ActionKind.Dividend, second));

        Assert.Equal(isFinding ? [(FindingKind.DividendImplausible, day.AddDays(daysLater))] : [], Found(processed));
    }

    private static ProcessedDocument Process(double close, DateOnly day, params CorporateAction[] actions) => TestBars.Process(
        TestBars.Document(TestBars.Bar(TestBars.Day1) with { AdjClose = null }, TestBars.Bar(day, close) with { AdjClose = null })
            with
        { Actions = actions });

    private static IEnumerable<(FindingKind, DateOnly)> Found(ProcessedDocument processed) =>
        processed.Findings.Where(f => f.Kind == FindingKind.DividendImplausible).Select(f => (f.Kind, f.Date!.Value));
}
