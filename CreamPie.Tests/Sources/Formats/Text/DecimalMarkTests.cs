using CreamPie.Core.Sources.Contract;
using CreamPie.Tests.Sources.Yahoo;

namespace CreamPie.Tests.Sources.Formats.Text;

/// <summary>Whether numbers have decimal points or decimal commas is decided by the whole file, or not at all.</summary>
public sealed class DecimalMarkTests
{
    [Theory]
    [InlineData("1.234,50", 1_234.5), InlineData("1,234.50", 1_234.5), InlineData("12,5", 12.5), InlineData("0,125", 0.125)]
    [InlineData("1234,567", 1_234.567), InlineData("1.234.567", 1_234_567), InlineData("1 234,5", 1_234.5), InlineData("1234", 1_234)]
    [InlineData("12,50 €", 12.5), InlineData("€12.50", 12.5)]
    public void Number_that_says_its_mark_is_read_by_it(string written, double price) =>
        Assert.Equal(price, ParseSamples.Dropped($"Date;Close\n2026-11-24;{written}\n").Document().Rows.Single().Bar.Close);

    [Fact]
    public void One_number_that_says_the_mark_decides_all_others()
    {
        const string open = "Date,Price,Open,High,Low,Change %\n2026-11-24,\"71,300\",\"71,000\",\"71,500\",\"70,900\",";

        Assert.Equal(71_300, ParseSamples.Dropped(open + "\"0.42%\"\n").Document().Rows.Single().Bar.Close);
        Assert.Equal(71.3, ParseSamples.Dropped(open + "\"0,42%\"\n").Document().Rows.Single().Bar.Close);
        Assert.Equal(Reason.Layout, ParseSamples.Dropped(open + "\n").Refusal());
    }

    [Theory]
    [InlineData("71.300"), InlineData("71,300")]
    public void Numbers_of_three_decimals_or_of_thousands_are_refused(string written)
    {
        var result = ParseSamples.Dropped($"Date;Close\n2026-11-24;{written}\n2026-11-25;{written}\n");

        Assert.Equal(Reason.Layout, result.Refusal());
        Assert.Contains(written, ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Date,Close\n2026-11-24,151.234\n"), InlineData("<DATE>\t<CLOSE>\n2026.11.24\t151.234\n")]
    [InlineData("Date,Close\n2026-11-24,\"151.234\"\n")]
    public void Three_decimals_are_a_price_where_all_write_points(string csv) =>
        Assert.Equal(151.234, ParseSamples.Dropped(csv).Document().Rows.Single().Bar.Close);

    [Fact]
    public void Numbers_of_both_marks_are_refused()
    {
        var result = ParseSamples.Dropped("Date;Open;Close\n2026-11-24;1,234.5;1.234,5\n");

        Assert.Equal(Reason.Layout, result.Refusal());
        Assert.Contains("1,234.5 and 1.234,5", ((ParseResult.Refused)result).Error, StringComparison.Ordinal);
    }
}
