using CreamPie.Core.Loading.Listings;

namespace CreamPie.Tests.Loading.Listings;

public sealed class ListingNameTests
{
    [Theory]
    [InlineData("Apple Inc.", "APPLE INC")]
    [InlineData("McDonald's Corporation", "McDonalds Corp")]
    [InlineData("Nestlé S.A.", "NESTLE SA")]
    [InlineData("International Business Machines Corporation", "International Business Machine")]
    [InlineData("Sprint Nextel Corporation", "Sprint Corp")]
    [InlineData("GE Vernova Inc.", "GE Vernova Inc. Common Stock When Issued")]
    public void Spellings_of_one_name_are_the_same(string a, string b) => Assert.True(ListingName.AreSame(a, b));

    [Theory]
    [InlineData("Sprint Corporation", "SentinelOne, Inc.")]
    [InlineData("American Airlines Group Inc.", "American Express Company")]
    public void Other_companies_have_other_names(string a, string b) => Assert.False(ListingName.AreSame(a, b));

    [Theory]
    [InlineData(null, "Apple Inc.")]
    [InlineData("The Company, Inc.", "Apple Inc.")]
    public void Nothing_follows_from_an_unknown_name(string? a, string b) => Assert.Null(ListingName.AreSame(a, b));
}
