using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using static CreamPie.Tests.Sources.Formats.Csv.BasisSamples;

namespace CreamPie.Tests.Sources.Formats.Csv;

/// <summary>Prices as traded whose splits are as small as dividends are not taken for split-adjusted ones.</summary>
public sealed class SmallSplitTests
{
    private static readonly (PriceBasis, bool) Proved = (PriceBasis.SplitAdjusted, true);
    private static readonly (PriceBasis, bool) NotProved = (PriceBasis.SplitAdjusted, false);

    [Theory]
    [InlineData(21, 20), InlineData(11, 10), InlineData(51, 50), InlineData(103, 100), InlineData(9, 8), InlineData(20, 21)]
    public void Narrow_step_of_a_stock_dividend_is_as_traded(int numerator, int denominator)
    {
        foreach (var write in new Func<double, string>[] { SixDecimals, Float })
        {
            var document = Read(WithStep(120, 60, (double)denominator / numerator, write)).Document();

            Assert.Equal((PriceBasis.AsTraded, true), BasisOf(document));
            Assert.Contains($"{numerator}:{denominator} on 2024-03-01", document.BasisNote, StringComparison.Ordinal);
        }
        Assert.Equal(
            PriceBasis.AsTraded, Read(WithStep(6, 3, (double)denominator / numerator, SixDecimals)).Document().Basis);
    }

    [Theory]
    [InlineData(21, 20), InlineData(11, 10), InlineData(26, 25)]
    public void Step_in_two_decimals_may_be_a_stock_dividend(int numerator, int denominator)
    {
        var csv = WithStep(120, 60, (double)denominator / numerator, TwoDecimals);
        var document = Read(csv).Document();

        Assert.Equal(NotProved, BasisOf(document));
        Assert.Contains($"{numerator}:{denominator} on 2024-03-01", document.BasisNote, StringComparison.Ordinal);
        Assert.Equal(Proved, BasisOf(Read(csv, "TEST.split.csv").Document()));
        Assert.Equal((PriceBasis.AsTraded, true), BasisOf(Read(csv, "TEST.traded.csv").Document()));
    }

    [Fact]
    public void Told_basis_does_not_stand_against_a_narrow_step()
    {
        var csv = WithStep(120, 60, 20.0 / 21, SixDecimals);

        Assert.Equal(Reason.Basis, Read(csv, "TEST.split.csv").Refusal());
        Assert.Equal((PriceBasis.AsTraded, true), BasisOf(Read(csv, "TEST.traded.csv").Document()));
    }

    [Theory]
    [InlineData(0.9561), InlineData(0.8852), InlineData(0.98111), InlineData(0.995)]
    public void Dividends_between_the_ratios_leave_the_basis_proved(double factor)
    {
        foreach (var write in new Func<double, string>[] { SixDecimals, Float, TwoDecimals })
            Assert.Equal(Proved, BasisOf(Read(WithStep(120, 60, factor, write)).Document()));
    }

    [Fact]
    public void Spin_off_in_prices_as_traded_is_a_doubt() =>
        Assert.Equal(NotProved, BasisOf(Read(WithStep(120, 60, 1_000 / 1_046.0, SixDecimals)).Document()));

    [Fact]
    public void Listed_dividend_explains_its_step() => Assert.Equal(
        Proved,
        BasisOf(Read(Bars(
            120, _ => 1, i => i < 60 ? 20 / 21.0 : 1, SixDecimals, YahooHeader + ",Dividends,Stock Splits",
            i => i == 60 ? ",2.1,0.0" : ",0.0,0.0")).Document()));

    /// <summary>Of three dividends one happens to be of such a ratio.</summary>
    [Fact]
    public void One_step_among_many_dividends_is_a_doubt_only()
    {
        double AdjClose(int i) => (i < 30 ? 0.9561 : 1) * (i < 60 ? 20 / 21.0 : 1) * (i < 90 ? 0.9711 : 1);

        Assert.Equal(NotProved, BasisOf(Read(Bars(120, _ => 1, AdjClose, SixDecimals)).Document()));
        // Older prices of a third of a cent have their splits in them, so that these steps are dividends.
        Assert.Equal(
            Proved,
            BasisOf(Read(Bars(120, i => i < 15 ? 1 / 3.0 : 1, i => (i < 15 ? 1 / 3.0 : 1) * AdjClose(i), SixDecimals)).Document()));
    }

    [Theory]
    [InlineData(1.05), InlineData(2)]
    public void Whole_cents_alone_do_not_exclude_a_split(double ratio)
    {
        const string header = "Date,Open,High,Low,Close,Note,Volume";
        string Plain(Func<int, double> close, Func<double, string> write) => Bars(120, close, null, write, header);

        // As traded, with or without a split in these days.
        Assert.Equal(NotProved, BasisOf(Read(Plain(_ => 1, SixDecimals)).Document()));
        Assert.Equal(NotProved, BasisOf(Read(Plain(i => i < 60 ? ratio : 1, Cents)).Document()));
        Assert.Equal(Proved, BasisOf(Read(Plain(i => i < 60 ? 1 / ratio : 1, SixDecimals)).Document()));

        static string Cents(double price) => SixDecimals(Math.Round(price, 2));
    }

    [Fact]
    public void Small_listed_split_that_is_not_in_the_prices_is_not_proved()
    {
        string Listed(double before) => Bars(
            120, i => i < 60 ? before : 1, null, SixDecimals, "Date,Open,High,Low,Close,Note,Volume,Dividends,Split",
            i => i == 60 ? ",0.0,1.05" : ",0.0,0.0");

        Assert.Equal(NotProved, BasisOf(Read(Listed(1)).Document()));
        Assert.Equal(Proved, BasisOf(Read(Listed(20 / 21.0)).Document()));
    }

    /// <summary>A dividend of 0.4 % on the eighty-first day; before one day the adjusted closes are lower by a factor.</summary>
    private static string WithStep(int days, int day, double factor, Func<double, string> write) =>
        Bars(days, _ => 1, i => (i < day ? factor : 1) * (i < 80 ? 0.996 : 1), write);
}
