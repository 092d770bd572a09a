using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Core.Market;
using CreamPie.Tests.Analysis.Returns;
using static CreamPie.Tests.Analysis.Returns.Closes;

namespace CreamPie.Tests.Analysis.Risk;

public sealed class RiskTests
{
    /// <summary>One percent a day.</summary>
    private static readonly IReadOnlyList<DailyBar> Growing =
        Closes.Of([.. Enumerable.Range(0, 50).Select(i => 100 * Math.Pow(1.01, i))]);

    [Fact]
    public void Volatility_is_the_sample_deviation_of_simple_returns()
    {
        // Returns of 10 %, -10 % and 10 %: mean 1/30, squares 0.04 * (1/3 + 1/3 ...) = 2/75, divided by two.
        var volatility = Volatility.Annual(Closes.Of(100, 110, 99, 108.9));

        Assert.Equal(Math.Sqrt(2.0 / 75 / 2 * 252), volatility.Value!.Value, 1e-12);
        Assert.Equal((Day("2024-01-01"), Day("2024-01-04"), 4), (volatility.From, volatility.To, volatility.Days));
        Assert.Null(Volatility.Annual(Closes.Of(100, 110)).Value);
        Assert.Null(Volatility.Annual([]).Value);
    }

    [Fact]
    public void Sharpe_ratio_without_any_movement_is_unknown()
    {
        Assert.Null(Volatility.Sharpe(Closes.Of(5, 5, 5, 5)).Value);
        Assert.Null(Volatility.Sharpe(Growing).Value);
        Assert.Equal(
            1 / 30.0 / Math.Sqrt(2.0 / 75 / 2) * Math.Sqrt(252), Volatility.Sharpe(Closes.Of(100, 110, 99, 108.9)).Value!.Value, 1e-9);
        Assert.Equal(
            (1 / 30.0 - 0.01) / Math.Sqrt(2.0 / 75 / 2) * Math.Sqrt(252),
            Volatility.Sharpe(Closes.Of(100, 110, 99, 108.9), 2.52).Value!.Value, 1e-9);
    }

    [Fact]
    public void Equal_growth_is_no_movement_whatever_rounding_leaves()
    {
        var other = Closes.Of([.. Enumerable.Range(0, 50).Select(i => 100.0 + i % 3)]);

        Assert.Null(Correlation.Beta(other, Growing).Value);
        Assert.Null(Correlation.Matrix(CommonDates.Of([other, Growing])).Matrix[0][1]);
        Assert.Single(ReturnHistogram.Of(Growing).Bins);
    }

    [Fact]
    public void Drawdown_names_peak_trough_and_recovery()
    {
        var bars = Closes.Of(80, 100, 90, 100, 50, 70, 60, 99, 100, 120, 90);

        Assert.Equal(
            new(-0.5, Day("2024-01-04"), Day("2024-01-05"), Day("2024-01-09"), Day("2024-01-01"), Day("2024-01-11"), 11),
            Drawdown.Maximum(bars));
        Assert.Equal([0, 0, -0.1, 0, -0.5, -0.3, -0.4, -0.01, 0, 0, -0.25], Drawdown.Series(bars));
        Assert.Equal([new(Day("2024-01-05"), -0.5)], Drawdown.ByMonth(bars));
    }

    [Fact]
    public void Drawdown_that_still_lasts_has_no_recovery()
    {
        Assert.Equal(
            (-0.75, (DateOnly?)Day("2024-01-01"), null),
            (Drawdown.Maximum(Closes.Of(100, 25, 99)).Value, Drawdown.Maximum(Closes.Of(100, 25, 99)).Peak,
                Drawdown.Maximum(Closes.Of(100, 25, 99)).Recovery));
        Assert.Equal((0, null), (Drawdown.Maximum(Closes.Of(1, 2, 3)).Value, Drawdown.Maximum(Closes.Of(1, 2, 3)).Peak));
        Assert.Null(Drawdown.Maximum([]).Value);
        Assert.Null(Drawdown.Maximum(Closes.Of(0, -1)).Value);
        Assert.Equal([null, 0, -1], Drawdown.Series(Closes.Of(0, 1, 0)));
    }

    [Fact]
    public void Deepest_points_are_one_for_each_month()
    {
        var bars = Closes.Of(("2024-01-30", 100), ("2024-01-31", 90), ("2024-02-01", 60), ("2024-02-02", 80), ("2024-03-01", 100));

        Assert.Equal(
            [new(Day("2024-01-31"), -0.1), new(Day("2024-02-01"), -0.4), new(Day("2024-03-01"), 0)], Drawdown.ByMonth(bars));
    }

    [Fact]
    public void Beta_of_doubled_returns_is_two()
    {
        var benchmark = Closes.Of(100, 110, 99, 108.9, 105);
        var doubled = Closes.Of(100, 120, 96, 115.2, 115.2 * (1 + 2 * (105 / 108.9 - 1)));

        Assert.Equal(2, Correlation.Beta(doubled, benchmark).Value!.Value, 1e-12);
        Assert.Equal(1, Correlation.Matrix(CommonDates.Of([doubled, benchmark])).Matrix[0][1]!.Value, 1e-12);
        Assert.Null(Correlation.Beta(doubled, Closes.Of(5, 5, 5, 5, 5)).Value);
        Assert.Null(Correlation.Beta(doubled, []).Value);
    }

    [Fact]
    public void Correlation_with_what_never_moved_is_unknown()
    {
        var matrix = Correlation.Matrix(CommonDates.Of([Closes.Of(1, 2, 1, 2), Closes.Of(2, 1, 2, 1), Closes.Of(3, 3, 3, 3)])).Matrix;

        Assert.Equal(-1, matrix[0][1]!.Value, 1e-12);
        Assert.Equal((1, 1, null), (matrix[0][0], matrix[1][1], matrix[2][2]));
        Assert.Equal([null, null, null], matrix[2]);
    }
}
