using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

/// <summary>A ratio is checked against the prices around it: adjusted ones do not step by it, traded ones do.</summary>
public sealed class SplitChecksTests
{
    [Theory]
    [InlineData(100, 101, 2, 1, null)]
    [InlineData(100, 72, 2, 1, null)]
    [InlineData(100, 86, 11, 10, null)]
    [InlineData(100, 51, 2, 1, "may not be adjusted")]
    [InlineData(100, 67, 3, 2, "may not be adjusted")]
    [InlineData(10, 200, 1, 20, "may not be adjusted")]
    [InlineData(100, 14.5, 1, 7, "wrong way round")]
    [InlineData(100, 151, 3, 2, "wrong way round")]
    public void Split_adjusted_prices_do_not_step_by_a_split(
        double before, double after, double numerator, double denominator, string? doubt) =>
        AssertDoubt(PriceBasis.SplitAdjusted, before, after, numerator, denominator, doubt);

    [Theory]
    [InlineData(100, 51, 2, 1, null)]
    [InlineData(100, 67, 3, 2, null)]
    [InlineData(100, 101, 2, 1, "split-adjusted already")]
    [InlineData(100, 67, 2, 3, "wrong way round")]
    [InlineData(645.5, 93.7, 1, 7, "wrong way round")]
    public void As_traded_prices_step_by_a_split(double before, double after, double numerator, double denominator, string? doubt) =>
        AssertDoubt(PriceBasis.AsTraded, before, after, numerator, denominator, doubt);

    [Fact]
    public void Event_that_was_not_understood_leaves_the_actions_unknown()
    {
        var document = Document(Bar(Day1), Bar(Day2)) with { Errors = [new(null, Day2, "?", RowProblem.Action)] };

        Assert.False(Process(document).ListsActions);
        Assert.True(Process(document with { Errors = [] }).ListsActions);
    }

    private static void AssertDoubt(
        PriceBasis basis, double before, double after, double numerator, double denominator, string? doubt)
    {
        var document = Document(Bar(Day1, before), Bar(Day2, after)) with
        {
            Basis = basis,
            Actions = [CorporateAction.Split(Day2, numerator, denominator)],
        };

        var finding = Process(document).Findings.SingleOrDefault(f => f.Kind == FindingKind.SplitImplausible);

        Assert.Equal(doubt is null ? (DateOnly?)null : Day2, finding?.Date);
        Assert.Contains(doubt ?? "", finding?.Seen ?? "", StringComparison.Ordinal);
    }
}
