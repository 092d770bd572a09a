using CreamPie.Core.Market.Adjusting;
using CreamPie.Core.Sources.DropFolder;

namespace CreamPie.Tests.Sources.DropFolder;

public sealed class ToldBasisTests
{
    [Theory]
    [InlineData("AAPL.split.csv", "AAPL.csv", PriceBasis.SplitAdjusted)]
    [InlineData("AAPL_2020-12-11.Traded.CSV", "AAPL_2020-12-11.CSV", PriceBasis.AsTraded)]
    [InlineData("7203.T.full.csv", "7203.T.csv", PriceBasis.FullyAdjusted)]
    [InlineData("AAPL.split (1).csv", "AAPL (1).csv", PriceBasis.SplitAdjusted)]
    [InlineData("AAPL.split.csv.txt", "AAPL.csv.txt", PriceBasis.SplitAdjusted)]
    [InlineData("AAPL_1d_splits.csv", "AAPL_1d_splits.csv", PriceBasis.SplitAdjusted)]
    [InlineData("AAPL_1d_all.csv", "AAPL_1d_all.csv", null)]
    [InlineData("AAPL_1d_splits_2024-01-02_2025-06-13.csv", "AAPL_1d_splits_2024-01-02_2025-06-13.csv", PriceBasis.SplitAdjusted)]
    [InlineData("AAPL_1wk_splits_2024-01-02_2025-06-13.csv", "AAPL_1wk_splits_2024-01-02_2025-06-13.csv", null)]
    [InlineData("AAPL.csv", "AAPL.csv", null)]
    [InlineData("7203.T.csv", "7203.T.csv", null)]
    [InlineData("split.csv", "split.csv", null)]
    [InlineData("AAPL.split.html", "AAPL.split.html", null)]
    public void Name_says_the_basis_before_its_ending(string name, string plain, PriceBasis? basis) =>
        Assert.Equal((plain, basis, false), ToldBasis.Of(name));

    [Theory]
    [InlineData("AAPL.unproved.csv", "AAPL.csv")]
    [InlineData("AAPL.Unproved (1).csv", "AAPL (1).csv")]
    public void Name_of_our_export_says_that_nothing_is_proved(string name, string plain) =>
        Assert.Equal((plain, null, true), ToldBasis.Of(name));

    [Theory]
    [InlineData("AAPL.csv", "AAPL.traded.csv")]
    [InlineData("AAPL.unproved.csv", "AAPL.traded.csv")]
    [InlineData("AAPL.split.csv", "AAPL.traded.csv")]
    [InlineData("AAPL", "AAPL.traded.csv")]
    [InlineData("AAPL.html", null)]
    public void Basis_of_a_form_field_is_kept_in_the_name(string name, string? told) =>
        Assert.Equal(told, ToldBasis.Write(name, PriceBasis.AsTraded));
}
