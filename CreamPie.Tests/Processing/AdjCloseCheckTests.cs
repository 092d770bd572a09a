using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using static CreamPie.Tests.Processing.TestBars;

namespace CreamPie.Tests.Processing;

public sealed class AdjCloseCheckTests
{
    [Theory]
    [InlineData(-0.769172)]
    [InlineData(0.0)]
    [InlineData(2.2e38)]
    [InlineData(10.02)]
    [InlineData(1e-9)]
    public void Impossible_adjusted_close_is_kept_with_a_finding(double adjClose)
    {
        var processed = Process(Document(Bar(Day1) with { AdjClose = adjClose }, Bar(Day2)));

        Assert.Equal((FindingKind.AdjCloseImpossible, Day1), Only(processed));
        Assert.Equal(adjClose, processed.Bars[0].AdjClose);
    }

    [Theory]
    [InlineData(10, 10.0000004)]
    [InlineData(10, 0.001)]
    [InlineData(9.996, 10.0)]
    [InlineData(0.000002, 0.000002)]
    [InlineData(-37.63, -37.63)]
    public void Adjusted_close_may_be_rounded_or_far_below(double close, double adjClose) =>
        Assert.DoesNotContain(
            Process(Document(Bar(Day1, close) with { AdjClose = adjClose })).Findings, f => f.Kind == FindingKind.AdjCloseImpossible);

    [Fact]
    public void As_traded_prices_lie_below_after_a_reverse_split()
    {
        var document = Document(Bar(Day1, 1) with { AdjClose = 10 }, Bar(Day2)) with { Basis = PriceBasis.AsTraded, ListsActions = false };

        Assert.DoesNotContain(Process(document).Findings, f => f.Kind == FindingKind.AdjCloseImpossible);
    }
}
