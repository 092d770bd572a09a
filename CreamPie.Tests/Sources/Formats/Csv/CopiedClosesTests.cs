using System.Globalization;
using System.Text;
using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;
using CreamPie.Tests.Support;
using static CreamPie.Tests.Sources.Formats.Csv.BasisSamples;

namespace CreamPie.Tests.Sources.Formats.Csv;

/// <summary>Adjusted closes that repeat the closes prove nothing; the grid of the prices may.</summary>
public sealed class CopiedClosesTests
{
    private const string WithActions = YahooHeader + ",Dividends,Stock Splits";

    private static readonly (PriceBasis, bool) Proved = (PriceBasis.SplitAdjusted, true);
    private static readonly (PriceBasis, bool) NotProved = (PriceBasis.SplitAdjusted, false);

    /// <summary>One dividend of 0.9 %, or one of 0.02 % shortly after the first day.</summary>
    [Theory]
    [InlineData(60, 0.991234), InlineData(8, 0.991234), InlineData(1, 0.991234), InlineData(60, 0.9998)]
    public void Prices_adjusted_for_dividends_are_not_proved_by_copies(int exDay, double factor)
    {
        foreach (var write in new Func<double, string>[] { SixDecimals, Float, TwoDecimals })
        {
            var document = Read(Bars(120, i => i < exDay ? factor : 1, null, write)).Document();

            Assert.Equal(NotProved, BasisOf(document));
            Assert.Contains("the adjusted closes are the closes", document.BasisNote, StringComparison.Ordinal);
        }
    }

    /// <summary>Splits that the file does not list, as of 5:1 and 3:1, are found by the grid.</summary>
    [Fact]
    public void Prices_of_a_stock_that_never_paid_stay_proved()
    {
        foreach (var write in new Func<double, string>[] { SixDecimals, Float })
        {
            Assert.Equal(Proved, BasisOf(Read(Bars(120, _ => 1, null, write)).Document()));
            Assert.Equal(Proved, BasisOf(Read(Bars(1, _ => 1, null, write)).Document()));
            Assert.Equal(Proved, BasisOf(Read(Bars(120, i => i < 40 ? 1 / 15.0 : i < 80 ? 1 / 3.0 : 1, null, write)).Document()));
            Assert.Equal(Proved, BasisOf(Read(Bars(120, i => i < 40 ? 0.01 : 0.2, null, write)).Document()));
        }
        Assert.Equal(NotProved, BasisOf(Read(Bars(120, _ => 1, null, TwoDecimals)).Document()));
    }

    [Theory]
    [InlineData("TEST.split.csv"), InlineData("TEST_1d_splits.csv"), InlineData("TEST_1d_splits (1).csv")]
    public void Basis_told_by_the_name_stands(string name) =>
        Assert.Equal(Proved, BasisOf(Read(Bars(120, _ => 1, null, TwoDecimals), name).Document()));

    [Fact]
    public void Whole_cents_in_an_unknown_form_may_be_as_traded()
    {
        const string own = "date,open,high,low,close,adj,volume";
        var header = own.Replace("adj,", "adj_close,", StringComparison.Ordinal);

        Assert.Equal(NotProved, BasisOf(Read(Bars(120, _ => 1, null, SixDecimals, header)).Document()));
        Assert.Equal(Proved, BasisOf(Read(Bars(120, i => i < 50 ? 0.5 : 1, null, SixDecimals, header)).Document()));
        Assert.Equal(Proved, BasisOf(Read(Bars(120, _ => 1, null, SixDecimals, header + ",split", _ => ",0")).Document()));
    }

    [Fact]
    public void Listed_payment_contradicts_copies_of_two_decimals()
    {
        string Listed(Func<int, string> actions) => Bars(120, _ => 1, null, TwoDecimals, WithActions, actions);

        Assert.Equal(Proved, BasisOf(Read(Listed(_ => ",0.0,0.0")).Document()));
        Assert.Equal(NotProved, BasisOf(Read(Listed(i => i == 60 ? ",0.5,0.0" : ",0.0,0.0")).Document()));
        // It is in no price of these days.
        Assert.Equal(Proved, BasisOf(Read(Listed(i => i == 0 ? ",0.5,0.0" : ",0.0,0.0")).Document()));
    }

    /// <summary>A split of 21:20 that the prices step by, or not.</summary>
    [Fact]
    public void Small_listed_split_is_proved_by_the_grid_alone()
    {
        string Listed(Func<int, double> close, Func<double, string> write) =>
            Bars(120, close, null, write, WithActions, i => i == 60 ? ",0.0,1.05" : ",0.0,0.0");

        Assert.Equal(Proved, BasisOf(Read(Listed(i => i < 60 ? 20 / 21.0 : 1, SixDecimals)).Document()));
        Assert.Equal(NotProved, BasisOf(Read(Listed(_ => 1, SixDecimals)).Document()));
        Assert.Equal(NotProved, BasisOf(Read(Listed(_ => 1, TwoDecimals)).Document()));
    }

    [Fact]
    public void Single_adjusted_close_that_differs_is_an_error()
    {
        var lines = Bars(120, i => i < 60 ? 0.991234 : 1, null, SixDecimals).Split('\n');
        lines[90] = lines[90].Replace(lines[90].Split(',')[5] + ",100", "33.33,100", StringComparison.Ordinal);

        Assert.Equal(NotProved, BasisOf(Read(string.Join('\n', lines)).Document()));
    }

    [Fact]
    public void Closes_that_were_rounded_are_still_copied()
    {
        var lines = Bars(120, i => i < 60 ? 0.991234 : 1, null, SixDecimals).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rounded = lines[1..].Select(l => l.Split(',')).Select(f => string.Join(
            ',', [f[0], .. f[1..5].Select(p => TwoDecimals(double.Parse(p, CultureInfo.InvariantCulture))), .. f[5..]]));

        Assert.Equal(NotProved, BasisOf(Read(string.Join('\n', [lines[0], .. rounded]) + "\n").Document()));
    }

    [Fact]
    public void Column_beside_those_of_Stooq_changes_nothing() => Assert.Equal(
        Reason.Basis, Read(Bars(120, i => i < 60 ? 0.991234 : 1, null, SixDecimals), "test_us_d.csv").Refusal());

    /// <summary>AAPL from 1980: off the grid once its dividends are taken out, on it through five splits while they are not.</summary>
    [RealDataFact]
    public void Apples_dividends_are_seen_in_copied_closes()
    {
        var rows = Encoding.UTF8.GetString(RealData.Bytes("csv", "AAPL_2020-12-11.csv"))
            .Split('\n', StringSplitOptions.TrimEntries)[1..].Select(l => l.Split(','))
            .Where(f => f.Length == 7 && f[4] != "null").ToList();
        string All(Func<string[], double> factor) => YahooHeader + "\n" + string.Join('\n', rows.Select(f => string.Join(',',
        [
            f[0], .. new[] { 1, 2, 3, 4, 4 }.Select(i => (Number(f[i]) * factor(f)).ToString("F6", CultureInfo.InvariantCulture)), f[6],
        ]))) + "\n";

        Assert.Equal(Proved, BasisOf(Read(All(_ => 1)).Document()));
        Assert.Equal(NotProved, BasisOf(Read(All(f => Number(f[5]) / Number(f[4]))).Document()));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
