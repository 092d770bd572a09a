using CreamPie.Core.Market;
using CreamPie.Core.Market.Adjusting;

namespace CreamPie.Tests.Market;

public sealed class SplitFactorsTests
{
    private static readonly DateOnly First = new(1990, 1, 1);

    [Theory]
    [InlineData(3), InlineData(60), InlineData(300)]
    public void Factor_is_the_product_of_the_splits_between(int count)
    {
        var ratios = Enumerable.Range(0, count).Select(i => i % 3 == 0 ? 1.5 : i % 3 == 1 ? 0.5 : 2).ToList();
        var splits = new SplitFactors(ratios.Select((r, i) => CorporateAction.Split(First.AddDays(10 * i), r, 1)).Reverse());

        for (var from = -1; from < count; from += 7)
        {
            var (day, basis) = (First.AddDays(10 * from), First.AddDays(10 * count));
            var expected = ratios.Skip(from + 1).Aggregate(1.0, (product, ratio) => product * ratio);
            Assert.Equal(1, splits.Applied(day, basis) / expected, 1e-9);
            Assert.Equal(1, splits.Pending(First.AddDays(-20), day) / expected, 1e-9);
        }
        Assert.Equal(1, splits.Applied(First, First));
    }

    /// <summary>2:1 on day 10, in the prices of the bases from day 10 to 12 only.</summary>
    [Theory]
    [InlineData(9, 9, 1), InlineData(9, 10, 2), InlineData(9, 12, 2), InlineData(9, 13, 1), InlineData(10, 12, 1)]
    public void Undone_split_is_in_the_prices_of_some_bases(int day, int basis, double contained)
    {
        var splits = new SplitFactors([], [new(First.AddDays(10), First.AddDays(12), 2)]);

        Assert.Equal(contained, splits.Applied(First.AddDays(day), First.AddDays(basis)));
        Assert.Equal(1 / contained, splits.Pending(First.AddDays(day), First.AddDays(basis)));
    }
}
