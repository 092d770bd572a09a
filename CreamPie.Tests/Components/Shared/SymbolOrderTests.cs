using CreamPie.Web.Components.Shared;

namespace CreamPie.Tests.Components.Shared;

public sealed class SymbolOrderTests
{
    [Theory]
    [InlineData("C", false, true), InlineData("AAA", false, true), InlineData("B1", false, true), InlineData("E", false, false)]
    [InlineData("C", true, true), InlineData("E", true, true), InlineData("AAA", true, false)]
    public void Symbol_sorted_page_reacts_to_listed_and_preceding_symbols(string symbol, bool isDescending, bool concerns)
    {
        string[] shown = isDescending ? ["D", "C", "B"] : ["B", "C", "D"];
        Assert.Equal(concerns, SymbolOrder.Concerns(new(new HashSet<string> { symbol }, new HashSet<int>()), shown, isDescending));
    }
}
