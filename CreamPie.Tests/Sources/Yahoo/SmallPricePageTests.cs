namespace CreamPie.Tests.Sources.Yahoo;

/// <summary>A table shows small prices with more than two decimals, and its payload must agree in all of them.</summary>
public sealed class SmallPricePageTests
{
    [Theory]
    [InlineData("0.0989", 0.098912, 0), InlineData("0.0989", 0.0950, 1), InlineData("0.0989", 0.098960, 1)]
    [InlineData("0.000013", 0.0000131, 0), InlineData("0.000013", 0.0000142, 1), InlineData("0.0130", 0.013, 0)]
    [InlineData("0.00", 0.0000131, 0), InlineData("615,000.00", 615_000.004, 0), InlineData("615,000.00", 615_001, 1)]
    public void Table_differs_beyond_the_decimals_that_it_shows(string shown, double close, int disagreements)
    {
        var table = HandWrittenPages.Table(
            rows: $"<tr><td>Jun 13, 2025</td><td>-</td><td>-</td><td>-</td><td>{shown}</td><td>-</td><td>-</td></tr>");
        var chart = "{\"chart\":{\"result\":[{\"meta\":{\"symbol\":\"TEST\",\"gmtoffset\":-14400},\"timestamp\":[1749821400],"
            + "\"indicators\":{\"quote\":[{\"open\":[null],\"high\":[null],\"low\":[null],"
            + FormattableString.Invariant($"\"close\":[{close}],")
            + "\"volume\":[null]}],\"adjclose\":[{\"adjclose\":[null]}]}}]}}";

        var document = ParseSamples.Fetched(HandWrittenPages.Page(table + HandWrittenPages.Script(chart))).Document();

        Assert.Equal(close, document.Rows.Single().Bar.Close);
        Assert.Equal(disagreements, document.Disagreements.Count);
    }

    [Theory]
    [InlineData("0.066667", 1, 15), InlineData("0.001", 1, 1_000), InlineData("0.05", 1, 20), InlineData("0.97", 0.97, 1)]
    public void Split_ratio_of_six_decimals_is_its_whole_numbers(string ratio, double shares, double old)
    {
        const string header = "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits";
        var split = ParseSamples.Dropped($"{header}\n2025-06-13,5,5,5,5,5,1,0,{ratio}\n").Document().Actions.Single();

        Assert.Equal((shares, old), (split.Numerator!.Value, split.Denominator!.Value));
    }

    [Fact]
    public void Small_widened_float_in_scientific_notation_becomes_its_decimal()
    {
        var written = ((double)1.31e-5f).ToString("e16", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(1.31e-5, ParseSamples.Dropped($"Date,Close\n2025-06-13,{written}\n").Document().Rows.Single().Bar.Close);
    }
}
