using CreamPie.Core.Analysis.Indicators;
using static CreamPie.Tests.Analysis.Indicators.SampleBars;

namespace CreamPie.Tests.Analysis.Indicators;

/// <summary>The worked tables of StockCharts' ChartSchool, to the two decimals that they show.</summary>
public sealed class PublishedValueTests
{
    [Fact]
    public void Exponential_average_agrees_with_the_table_of_ChartSchool()
    {
        var bars = OfCloses(
            22.2734, 22.1940, 22.0847, 22.1741, 22.1840, 22.1344, 22.2337, 22.4323, 22.2436, 22.2933,
            22.1542, 22.3926, 22.3816, 22.6109, 23.3558, 24.0519, 23.7530, 23.8324, 23.9516);

        Assert.Equal(
            [22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.80, 22.97, 23.13, 23.28],
            MovingAverages.Exponential(bars, 10).Skip(9).Select(v => Math.Round(v!.Value, 2)));
    }

    [Fact]
    public void Relative_strength_agrees_with_the_table_of_ChartSchool()
    {
        var bars = OfCloses(
            44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826,
            45.8931, 46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439);

        Assert.Equal(
            [70.53, 66.32, 66.55, 69.41, 66.36, 57.97],
            RelativeStrength.Index(bars).Skip(14).Select(v => Math.Round(v!.Value, 2)));
    }
}
