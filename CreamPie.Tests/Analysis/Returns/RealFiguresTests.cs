using CreamPie.Core.Analysis;
using CreamPie.Core.Analysis.Returns;
using CreamPie.Core.Analysis.Risk;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Analysis.Returns.Closes;

namespace CreamPie.Tests.Analysis.Returns;

/// <summary>
/// AAPL against ^GSPC, from the adjusted closes of shared/data/csv. The numbers come from a plain Python script, written from the
/// definitions with the <c>statistics</c> module, that has nothing in common with this code.
/// </summary>
[Trait("Lane", "RealDocuments")]
public sealed class RealFiguresTests
{
    private static readonly (string Period, double Value, double? Annual, string From, int Days)[] Periods =
    [
        ("1M", 0.01670168950451667, null, "2023-11-28", 22),
        ("3M", 0.13559682962609454, null, "2023-09-28", 64),
        ("6M", 0.025610450746061497, null, "2023-06-28", 128),
        ("YTD", 0.4982071029815418, null, "2022-12-30", 250),
        ("1Y", 0.5444463350601312, 0.5449062100321933, "2022-12-28", 252),
        ("3Y", 0.44120901575400295, 0.12965343989490474, "2020-12-28", 756),
        ("5Y", 4.163810651504576, 0.38871646465721166, "2018-12-28", 1_259),
        ("10Y", 10.038596287685133, 0.271385079095976, "2013-12-27", 2_518),
        ("max", 1948.0815589966933, 0.19243155243563725, "1980-12-12", 10_852),
    ];

    [RealDataFact]
    public void Returns_over_the_usual_periods_agree_with_independent_ones()
    {
        var returns = PeriodReturns.Of(Apple);

        Assert.Equal(Periods.Select(p => p.Period), returns.Select(r => r.Period));
        foreach (var (expected, actual) in Periods.Zip(returns))
        {
            AssertClose(expected.Value, actual.Value);
            Assert.Equal((Day(expected.From), Day("2023-12-28"), expected.Days), (actual.From, actual.To, actual.Days));
            Assert.Equal(expected.Annual is null, actual.Annual is null);
            if (expected.Annual is { } annual)
                AssertClose(annual, actual.Annual);
        }
        Assert.Equal(returns[^1].Annual, PeriodReturns.Annual(Apple).Value);
    }

    [RealDataFact]
    public void Risk_of_43_years_agrees_with_independent_figures()
    {
        AssertClose(0.444833947792678, Volatility.Annual(Apple).Value);
        AssertClose(0.621834107555477, Volatility.Sharpe(Apple).Value);
        AssertClose(0.5768735102376631, Volatility.Sharpe(Apple, 0.02).Value);
        AssertClose(1.2173004456366114, Correlation.Beta(Apple, SP500).Value);
        AssertClose(0.49161975874899255, Correlation.Matrix(CommonDates.Of([Apple, SP500])).Matrix[1][0]);
        Assert.Equal(
            new MaximumDrawdown(
                0.198346 / 1.089902 - 1, Day("2000-03-22"), Day("2003-04-17"), Day("2005-01-26"),
                Day("1980-12-12"), Day("2023-12-28"), 10_852),
            Drawdown.Maximum(Apple) with { Value = 0.198346 / 1.089902 - 1 });
        AssertClose(-0.8180148306911997, Drawdown.Maximum(Apple).Value);
    }

    [RealDataFact]
    public void Risk_of_ten_years_agrees_with_independent_figures()
    {
        var bars = Apple.From("2013-12-28");

        AssertClose(0.2838017579052189, Volatility.Annual(bars).Value);
        AssertClose(0.9933601759893481, Volatility.Sharpe(bars).Value);
        AssertClose(0.9228884490077295, Volatility.Sharpe(bars, 0.02).Value);
        AssertClose(1.1900763973593658, Correlation.Beta(bars, SP500).Value);
        Assert.Equal(
            (Day("2013-12-30"), Day("2023-12-28"), 2_517),
            (Correlation.Beta(bars, SP500).From, Correlation.Beta(bars, SP500).To, Correlation.Beta(bars, SP500).Days));
        AssertClose(-0.3851590976942839, Drawdown.Maximum(bars).Value);
        Assert.Equal(
            (Day("2018-10-03"), Day("2019-01-03"), Day("2019-10-10")),
            (Drawdown.Maximum(bars).Peak, Drawdown.Maximum(bars).Trough, Drawdown.Maximum(bars).Recovery));
    }

    [RealDataFact]
    public void Distribution_of_ten_years_agrees_with_independent_counts()
    {
        var distribution = ReturnHistogram.Of(Apple.From("2013-12-28"));

        Assert.Equal(0.005, distribution.Width);
        AssertClose(0.00111871969912228, distribution.Mean.Value);
        Assert.Equal(
            [6, 0, 4, 3, 5, 5, 10, 12, 21, 33, 55, 74, 104, 154, 283, 407, 380, 319, 232, 160, 87, 57, 36, 25, 13, 7, 6, 3, 3, 2, 2, 8],
            distribution.Bins.Select(b => b.Count));
        Assert.Equal((null, -0.075), (distribution.Bins[0].From, distribution.Bins[0].To));
        Assert.Equal((0, 0.005), (distribution.Bins[16].From, distribution.Bins[16].To));
        Assert.Equal((0.075, null), (distribution.Bins[^1].From, distribution.Bins[^1].To));
    }

    [RealDataFact]
    public void Months_and_years_agree_with_independent_returns()
    {
        var (months, years) = (CalendarReturns.ByMonth(Apple), CalendarReturns.ByYear(Apple));

        Assert.Equal((517, 44), (months.Count, years.Count));
        AssertClose(-0.577436596601986, months.Single(m => m is { Year: 2000, Month: 9 }).Value);
        AssertClose(0.11052127806037171, months.Single(m => m is { Year: 2023, Month: 1 }).Value);
        AssertClose(0.18696064198725693, years[0].Value);
        AssertClose(-0.5691134789370997, years.Single(y => y.Year == 2008).Value);
        AssertClose(-0.2640420801758263, years.Single(y => y.Year == 2022).Value);
        Assert.Equal((Day("2022-12-30"), Day("2023-12-28")), (years[^1].From, years[^1].To));
    }

    [RealDataFact]
    public void Volume_and_dividends_of_the_last_year_agree_with_independent_figures()
    {
        var dividends = File.ReadLines(RealData.PathOf("csv", "AAPL_dividends_2010-2025.csv")).Skip(1)
            .Select(line => (Day(line[..10]), double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)));

        var yielded = DividendYield.Of(dividends, Day("2023-12-28"), 193.580002);

        Assert.Equal((4, Day("2022-12-29")), (yielded.Payments, yielded.From));
        AssertClose(0.95, yielded.Paid);
        AssertClose(0.004907531719108051, yielded.Value);
        AssertClose(53083585.71428572, AverageVolume.Of(Apple).Value);
        Assert.Equal((Day("2023-09-29"), 63), (AverageVolume.Of(Apple).From, AverageVolume.Of(Apple).Days));
    }

    [RealDataFact]
    public void Series_with_holes_are_compared_on_their_common_dates()
    {
        var common = CommonDates.Of([Read("AAPL_2020-12-11.csv"), Read("DEN_2020-12-11_many-null.csv"), SP500]);
        var matrix = Correlation.Matrix(common);

        Assert.Equal((3_344, 2_733), (common.Dates.Count, common.LeftOut.Count));
        Assert.Equal((Day("2020-09-18"), "1"), (common.LeftOut[^1].Date, string.Join(',', common.LeftOut[^1].Missing)));
        Assert.Equal((Day("1996-10-22"), Day("2020-12-11"), 3_344), (matrix.From, matrix.To, matrix.Days));
        AssertClose(-0.0026540917412447326, matrix.Matrix[0][1]);
        AssertClose(0.4911919339547556, matrix.Matrix[2][0]);
        AssertClose(-0.00260236857897064, matrix.Matrix[1][2]);
        Assert.All(matrix.Matrix.Select((row, i) => row[i]), one => Assert.Equal(1, one));
    }

    [RealDataFact]
    public void Rebased_series_end_where_independent_ones_do()
    {
        var common = CommonDates.Of([Apple, SP500]);

        AssertClose(194908.1558996693, Rebasing.ToHundred(common.Series[0])[^1]);
        AssertClose(3701.4240159391356, Rebasing.ToHundred(common.Series[1])[^1]);
        Assert.Equal((100, Day("1980-12-12")), (Rebasing.ToHundred(common.Series[1])[0], common.Dates[0]));
        Assert.Empty(common.LeftOut);
    }
}
